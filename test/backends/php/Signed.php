<?php

namespace Tests;

/** What an SDK does: a signed request. Source: Pusher docs, library_auth_reference/rest-api. */
final class Signed
{
    public static function trigger(array $app, array $channels, string $event, mixed $data, ?string $socketId = null): int
    {
        $body = ['name' => $event, 'channels' => $channels, 'data' => json_encode($data)];
        if ($socketId !== null) {
            $body['socket_id'] = $socketId;
        }
        $text = json_encode($body);
        $path = "/apps/{$app['appId']}/events";
        $query = "auth_key={$app['key']}&auth_timestamp=".time().'&auth_version=1.0&body_md5='.md5($text);
        $signature = hash_hmac('sha256', "POST\n$path\n$query", $app['secret']);
        $context = stream_context_create(['http' => [
            'method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $text, 'ignore_errors' => true,
        ]]);
        file_get_contents("{$app['scheme']}://{$app['host']}:{$app['port']}$path?$query&auth_signature=$signature", false, $context);

        return (int) explode(' ', $http_response_header[0])[1];
    }
}
