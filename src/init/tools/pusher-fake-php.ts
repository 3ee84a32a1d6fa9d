/** The helper of the guide for Laravel: speaks to the control API of the service. */
export const PUSHER_FAKE_PHP: string = `<?php

namespace Tests;

use Illuminate\\Http\\Client\\PendingRequest;
use Illuminate\\Http\\Client\\Response;
use Illuminate\\Support\\Facades\\Http;
use RuntimeException;

/** The control API of pusher-js-fake. */
final class PusherFake
{
    public static function reset(): void
    {
        self::post('reset');
    }

    public static function channels(): array
    {
        return self::get('channels');
    }

    public static function frames(array $filter = []): array
    {
        return self::get('frames', $filter);
    }

    public static function trigger(string $channel, string $event, mixed $data): void
    {
        self::post('trigger', ['channels' => $channel, 'event' => $event, 'data' => $data]);
    }

    public static function waitForSubscription(string $channel): array
    {
        return self::post('wait/subscription', ['channel' => $channel]);
    }

    public static function get(string $path, array $query = []): array
    {
        return self::answer(self::api()->get($path, $query));
    }

    public static function post(string $path, array $body = []): array
    {
        return self::answer(self::api()->post($path, $body));
    }

    public static function delete(string $path): array
    {
        return self::answer(self::api()->delete($path));
    }

    private static function api(): PendingRequest
    {
        $url = 'http://'.env('PUSHER_HOST').':'.env('PUSHER_PORT').'/control/v1';

        return Http::baseUrl($url)->withToken(env('PUSHER_CONTROL_TOKEN'))->timeout(130);
    }

    private static function answer(Response $response): array
    {
        return $response->successful() ? $response->json() : throw new RuntimeException($response->json('message'));
    }
}
`
