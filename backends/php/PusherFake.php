<?php

namespace Tests;

/**
 * A fake of Pusher Channels for the tests: starts its server once, or finds it, gives each process an app of its
 * own, points Laravel and the SDK at it, resets before each test, and says what was delivered.
 *
 * Needs nothing but PHP 8.0: in PHPUnit and Pest `use Tests\PusherFake;`, and `PusherFake::reset()` before each test.
 */
final class PusherFake
{
    /** Where a running server is looked for: its address, with the token in PUSHER_CONTROL_TOKEN. */
    private const URL = 'PUSHER_FAKE_URL';

    private const TOKEN = 'PUSHER_CONTROL_TOKEN';

    /** Says in the environment that the credentials there are those of a helper, and not for its workers. */
    private const OWNER = 'PUSHER_FAKE_APP';

    private const COMMAND = 'node_modules/.bin/pusher-js-fake';

    /** @var resource|null */
    private static $server = null;

    /** @var resource|null */
    private static $output = null;

    private static ?int $starter = null;

    /** @var array<int, array<string, mixed>> */
    private static array $apps = [];

    /** Starts the server, or finds the one that PUSHER_FAKE_URL names, and points Laravel and the SDK at it. */
    public static function start(): void
    {
        if (! getenv(self::URL)) {
            self::launch();
        }
        self::point();
    }

    /** Ends the server when this process has started it. It also ends by itself when the process is gone. */
    public static function stop(): void
    {
        if (self::$server === null || self::$starter !== getmypid()) {
            return;
        }
        proc_terminate(self::$server);
        proc_close(self::$server);
        self::$server = self::$output = null;
        self::$apps = [];
        putenv(self::URL);
    }

    /** Between tests: drops clients, channels, log and faults of this process's app, and of no other. */
    public static function reset(): void
    {
        self::start();
        self::post('reset');
    }

    /**
     * The app of this process: appId, key, secret, cluster, scheme, host, port, socketHost, socketPort. A worker
     * gets its own.
     *
     * @return array<string, mixed>
     */
    public static function app(): array
    {
        if (! getenv(self::URL)) {
            self::launch();
        }

        return self::$apps[getmypid()] ??= self::firstOrOwn();
    }

    /** For the browser: makes the client of pusher-js. */
    public static function javascript(array $options = []): string
    {
        $settings = array_merge(self::javascriptOptions(), $options);

        return 'new Pusher('.self::encode(self::app()['key']).', '.self::encode($settings).')';
    }

    /** @return array<string, mixed> */
    public static function javascriptOptions(): array
    {
        $app = self::app();
        $tls = $app['scheme'] === 'https';

        return [
            'cluster' => $app['cluster'],
            'wsHost' => $app['socketHost'],
            $tls ? 'wssPort' : 'wsPort' => $app['socketPort'],
            'forceTLS' => $tls,
            'enabledTransports' => ['ws', 'wss'],
        ];
    }

    /** What the backend has triggered, each with channel, event, data, excluded and deliveredTo. */
    public static function events(?string $channel = null, ?string $event = null): array
    {
        return self::get('events', ['channel' => $channel, 'event' => $event]);
    }

    /** What somebody got. */
    public static function delivered(?string $channel = null, ?string $event = null): array
    {
        return array_values(array_filter(self::events($channel, $event), fn ($each) => $each['deliveredTo'] !== []));
    }

    /** What reached nobody. */
    public static function dropped(?string $channel = null, ?string $event = null): array
    {
        return array_values(array_filter(self::events($channel, $event), fn ($each) => $each['deliveredTo'] === []));
    }

    /** What was not for the connection, as `toOthers()` says. */
    public static function excluded(string $socketId, ?string $channel = null, ?string $event = null): array
    {
        $isExcluded = fn ($each) => ($each['excluded'] ?? null) === $socketId;

        return array_values(array_filter(self::events($channel, $event), $isExcluded));
    }

    public static function assertDelivered(string $channel, ?string $event = null): void
    {
        self::assert(self::delivered($channel, $event) !== [], "Nobody got $channel $event");
    }

    public static function assertDropped(string $channel, ?string $event = null): void
    {
        self::assert(self::dropped($channel, $event) !== [], "$channel $event was not triggered, or reached somebody");
    }

    public static function assertNotTriggered(string $channel, ?string $event = null): void
    {
        self::assert(self::events($channel, $event) === [], "$channel $event was triggered");
    }

    public static function assertExcluded(string $socketId, string $channel, ?string $event = null): void
    {
        self::assert(self::excluded($socketId, $channel, $event) !== [], "$channel $event did not leave out $socketId");
    }

    /** The members of a presence channel, each with id and info. */
    public static function members(string $channel): array
    {
        foreach (self::channels() as $each) {
            if ($each['name'] === $channel) {
                return $each['members'] ?? [];
            }
        }

        return [];
    }

    public static function channels(): array
    {
        return self::get('channels');
    }

    public static function connections(): array
    {
        return self::get('connections');
    }

    public static function webhooks(): array
    {
        return self::get('webhooks');
    }

    public static function problems(): array
    {
        return self::get('problems');
    }

    public static function frames(array $filter = []): array
    {
        return self::get('frames', $filter);
    }

    public static function trigger(string|array $channels, string $event, mixed $data = [], array $options = []): array
    {
        return self::post('trigger', ['channels' => $channels, 'event' => $event, 'data' => $data] + $options);
    }

    /** Waits up to 5 seconds, or `timeout` milliseconds, and throws what did happen instead. */
    public static function waitForConnection(array $options = []): array
    {
        return self::post('wait/connection', $options);
    }

    public static function waitForSubscription(string $channel, array $options = []): array
    {
        return self::post('wait/subscription', ['channel' => $channel] + $options);
    }

    public static function waitForClientEvent(string $channel, string $event, array $options = []): array
    {
        return self::post('wait/clientEvent', ['channel' => $channel, 'event' => $event] + $options);
    }

    public static function waitForWebhook(string $name, array $filter = []): array
    {
        return self::post('wait/webhook', ['name' => $name] + $filter);
    }

    /**
     * A client that is no browser, signed in when it has a user: connect(['user' => ['id' => 'bob']]). Its id is for
     * post("peers/$id/subscribe", …).
     *
     * @return array{id: int, socketId: string}
     */
    public static function connect(array $options = []): array
    {
        return self::post('peers', $options);
    }

    /** Connects a client and subscribes it. @return array{id: int, socketId: string} */
    public static function subscribe(string $channel, array $options = []): array
    {
        $peer = self::connect($options);
        self::post("peers/{$peer['id']}/subscribe", ['channel' => $channel]);

        return $peer;
    }

    /** fault('failRest', ['status' => 500]); restore() ends all. */
    public static function fault(string $name, array $options = []): array
    {
        return self::post("faults/$name", $options);
    }

    public static function restore(): void
    {
        self::delete('faults');
    }

    public static function get(string $path, array $query = []): array
    {
        return self::call('GET', $path, null, $query + ['app' => self::app()['appId']]);
    }

    public static function post(string $path, array $body = []): array
    {
        return self::call('POST', $path, $body, ['app' => self::app()['appId']]);
    }

    public static function delete(string $path): array
    {
        return self::call('DELETE', $path, null, ['app' => self::app()['appId']]);
    }

    private static function launch(): void
    {
        $token = getenv(self::TOKEN) ?: bin2hex(random_bytes(16));
        $command = [self::command(), '--port', '0'];
        // Some SDKs take an id of digits alone.
        if (! getenv('PUSHER_APP_ID') && ! getenv('REVERB_APP_ID')) {
            array_push($command, '--id', '1');
        }
        $environment = [self::TOKEN => $token] + getenv();
        unset($environment['PUSHER_URL']);
        $streams = [['file', PHP_OS_FAMILY === 'Windows' ? 'NUL' : '/dev/null', 'r'], ['pipe', 'w'], STDERR];
        $server = proc_open($command, $streams, $pipes, null, $environment);
        if ($server === false) {
            throw new \RuntimeException('pusher-js-fake did not start.');
        }
        [self::$server, self::$output, self::$starter] = [$server, $pipes[1], getmypid()];
        register_shutdown_function([self::class, 'stop']);
        do {
            $line = fgets($pipes[1]);
            if ($line === false) {
                throw new \RuntimeException('pusher-js-fake did not start; what it says is above.');
            }
        } while (! preg_match('~^Control API at (.*)/control/v1~', $line, $found));
        self::set([self::URL => $found[1], self::TOKEN => $token]);
    }

    /** An absolute path: the tests may run in any folder. */
    private static function command(): string
    {
        if ($given = getenv('PUSHER_FAKE_COMMAND')) {
            return $given;
        }
        foreach ([getcwd(), __DIR__] as $folder) {
            for (; $folder !== dirname($folder); $folder = dirname($folder)) {
                if (file_exists("$folder/".self::COMMAND)) {
                    return "$folder/".self::COMMAND;
                }
            }
        }
        throw new \RuntimeException('There is no '.self::COMMAND.' in '.getcwd().' or above. Install it: npm install --save-dev pusher-js-fake');
    }

    /**
     * The app that the server was started with, for who has started it and for who names it in the environment, as
     * `php artisan serve` under Dusk does; for a worker of paratest one of its own.
     *
     * @return array<string, mixed>
     */
    private static function firstOrOwn(): array
    {
        $apps = self::call('GET', 'apps');
        if (self::$starter === getmypid()) {
            return $apps[0];
        }
        $isWorker = self::$starter !== null || getenv(self::OWNER) || getenv('TEST_TOKEN') !== false;
        foreach ($isWorker ? [] : $apps as $app) {
            if ($app['appId'] === getenv('PUSHER_APP_ID') && $app['key'] === getenv('PUSHER_APP_KEY')) {
                return $app;
            }
        }

        return self::call('POST', 'apps', []);
    }

    private static function point(): void
    {
        $app = self::app();
        $values = [
            'APP_ID' => $app['appId'], 'APP_KEY' => $app['key'], 'APP_SECRET' => $app['secret'],
            'HOST' => $app['host'], 'PORT' => (string) $app['port'], 'SCHEME' => $app['scheme'],
        ];
        self::set([self::OWNER => $app['appId']]);
        foreach ($values as $name => $value) {
            self::set(["PUSHER_$name" => $value, "REVERB_$name" => $value]);
        }
        self::pointLaravel($app);
    }

    /** What the configuration has read already, before this file was there. */
    private static function pointLaravel(array $app): void
    {
        if (! function_exists('app') || ! function_exists('config') || ! \app()->bound('config')) {
            return;
        }
        $tls = $app['scheme'] === 'https';
        $broadcasts = self::broadcasts();
        $channels = $broadcasts === null ? [] : self::channelsOf($broadcasts);
        // As phpunit.xml of a new app has it; who speaks to the fake wants to hear of broadcasts.
        if (in_array(\config('broadcasting.default'), [null, 'null', 'log'], true)) {
            $own = \config('broadcasting.connections.pusher') === null ? 'reverb' : 'pusher';
            \config(['broadcasting.default' => $own]);
        }
        foreach (['pusher', 'reverb'] as $name) {
            $key = "broadcasting.connections.$name";
            if (\config($key) === null) {
                continue;
            }
            \config([
                "$key.app_id" => $app['appId'],
                "$key.key" => $app['key'],
                "$key.secret" => $app['secret'],
                "$key.options" => array_merge(\config("$key.options") ?? [], [
                    'host' => $app['host'], 'port' => $app['port'], 'scheme' => $app['scheme'],
                    'useTLS' => $tls, 'encrypted' => $tls,
                ]),
            ]);
            // A driver that was made keeps what it was made with.
            $broadcasts?->purge($name);
        }
        foreach ($channels as $name => [$callback, $options]) {
            $broadcasts->driver()->channel($name, $callback, $options);
        }
    }

    /** Laravel's own; null where there is none, or another in its place. */
    private static function broadcasts(): ?object
    {
        $contract = \Illuminate\Contracts\Broadcasting\Factory::class;
        $found = \app()->bound($contract) ? \app($contract) : null;

        return $found instanceof \Illuminate\Broadcasting\BroadcastManager ? $found : null;
    }

    /**
     * Who may hear what: the driver that was the default when routes/channels.php was read has it, and no other.
     *
     * @return array<string, array{0: mixed, 1: array<mixed>}>
     */
    private static function channelsOf(object $broadcasts): array
    {
        $channels = [];
        foreach ((fn () => $this->drivers)->call($broadcasts) as $driver) {
            if (! $driver instanceof \Illuminate\Broadcasting\Broadcasters\Broadcaster) {
                continue;
            }
            [$callbacks, $options] = (fn () => [$this->channels, $this->channelOptions])->call($driver);
            foreach ($callbacks as $name => $callback) {
                $channels[$name] = [$callback, $options[$name] ?? []];
            }
        }

        return $channels;
    }

    /** In each of the places that libraries read. */
    private static function set(array $variables): void
    {
        foreach ($variables as $name => $value) {
            putenv("$name=$value");
            $_ENV[$name] = $_SERVER[$name] = $value;
        }
    }

    private static function call(string $method, string $path, ?array $body = null, array $query = []): array
    {
        $query = array_filter($query, fn ($value) => $value !== null);
        $url = getenv(self::URL)."/control/v1/$path".($query === [] ? '' : '?'.http_build_query($query));
        $context = stream_context_create(['http' => [
            'method' => $method,
            'header' => ['Authorization: Bearer '.getenv(self::TOKEN), 'Content-Type: application/json'],
            'content' => $body === null ? '' : self::encode($body),
            'ignore_errors' => true,
            'timeout' => 130,
        ]]);
        $text = @file_get_contents($url, false, $context);
        if ($text === false) {
            throw new \RuntimeException("There is no pusher-js-fake at $url: ".(error_get_last()['message'] ?? ''));
        }
        $answer = json_decode($text, true, 512, JSON_THROW_ON_ERROR);
        if (! preg_match('~ 2\d\d~', $http_response_header[0])) {
            throw new \RuntimeException($answer['message']);
        }

        return $answer;
    }

    private static function encode(mixed $value): string
    {
        return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
    }

    private static function assert(bool $holds, string $message): void
    {
        if (class_exists(\PHPUnit\Framework\Assert::class)) {
            \PHPUnit\Framework\Assert::assertTrue($holds, $message);
        } elseif (! $holds) {
            throw new \RuntimeException($message);
        }
    }
}
