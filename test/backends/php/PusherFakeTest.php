<?php

use PHPUnit\Framework\TestCase;
use Tests\PusherFake;
use Tests\Signed;

final class PusherFakeTest extends TestCase
{
    protected function setUp(): void
    {
        PusherFake::reset();
    }

    public function testAnSdkFindsItByTheEnvironmentOfPusherAndOfReverb(): void
    {
        $app = PusherFake::app();
        $this->assertMatchesRegularExpression('/^\d+$/', $app['appId']);
        foreach (['PUSHER', 'REVERB'] as $prefix) {
            $this->assertSame($app['key'], getenv("{$prefix}_APP_KEY"));
            $this->assertSame($app['secret'], $_ENV["{$prefix}_APP_SECRET"]);
            $this->assertSame((string) $app['port'], $_SERVER["{$prefix}_PORT"]);
            $this->assertSame('http', getenv("{$prefix}_SCHEME"));
        }
    }

    public function testDeliveredDroppedAndExcluded(): void
    {
        $ada = PusherFake::subscribe('orders');
        $bob = PusherFake::subscribe('orders');
        $this->assertSame(200, Signed::trigger(PusherFake::app(), ['orders'], 'created', ['id' => 1], $ada['socketId']));
        Signed::trigger(PusherFake::app(), ['nobody'], 'paid', []);
        PusherFake::assertDelivered('orders', 'created');
        $this->assertSame([$bob['socketId']], PusherFake::delivered('orders')[0]['deliveredTo']);
        $this->assertSame(['id' => 1], PusherFake::delivered('orders')[0]['data']);
        PusherFake::assertExcluded($ada['socketId'], 'orders');
        $this->assertSame([], PusherFake::excluded($bob['socketId']));
        PusherFake::assertDropped('nobody', 'paid');
        PusherFake::assertNotTriggered('orders', 'paid');
    }

    public function testAnExpectationFails(): void
    {
        $this->expectException(PHPUnit\Framework\AssertionFailedError::class);
        PusherFake::assertDelivered('orders', 'created');
    }

    public function testMembersWebhooksAndWaits(): void
    {
        PusherFake::subscribe('presence-room', ['user' => ['id' => 'bob']]);
        $this->assertSame(['bob'], array_column(PusherFake::members('presence-room'), 'id'));
        $this->assertSame('presence-room', PusherFake::waitForWebhook('member_added', ['userId' => 'bob'])['channel']);
        $this->expectExceptionMessageMatches('/in vain/');
        PusherFake::waitForSubscription('nowhere', ['timeout' => 1]);
    }

    /** @dataProvider rounds */
    public function testEachTestBeginsWithNothing(): void
    {
        $this->assertSame([[], [], []], [PusherFake::channels(), PusherFake::events(), PusherFake::connections()]);
        PusherFake::subscribe('orders');
        Signed::trigger(PusherFake::app(), ['orders'], 'created', []);
        $this->assertCount(1, PusherFake::delivered());
    }

    public static function rounds(): array
    {
        return [[1], [2], [3]];
    }

    public function testFaultsEndWithRestore(): void
    {
        PusherFake::fault('failRest', ['status' => 503]);
        $this->assertSame(503, Signed::trigger(PusherFake::app(), ['a'], 'b', []));
        PusherFake::restore();
        $this->assertSame(200, Signed::trigger(PusherFake::app(), ['a'], 'b', []));
    }

    public function testJavascript(): void
    {
        $this->assertStringStartsWith(
            'new Pusher("'.PusherFake::app()['key'].'", {"cluster":"eu","wsHost":"127.0.0.1","wsPort":',
            PusherFake::javascript(['cluster' => 'eu']),
        );
    }

    /** As paratest starts its workers. */
    public function testAProcessBesideItFindsTheServerAndGetsItsOwnApp(): void
    {
        $bootstrap = var_export(__DIR__.'/bootstrap.php', true);
        $code = "require $bootstrap; Tests\\PusherFake::reset(); echo Tests\\PusherFake::app()['appId'], ' ', getenv('PUSHER_FAKE_URL');";
        PusherFake::subscribe('orders');
        [$id, $url] = explode(' ', shell_exec(PHP_BINARY.' -r '.escapeshellarg($code)));
        $this->assertSame(getenv('PUSHER_FAKE_URL'), $url);
        $this->assertNotSame(PusherFake::app()['appId'], $id);
        $this->assertSame(['orders'], array_column(PusherFake::channels(), 'name'));
    }

    public function testAForkedProcessHasItsOwnAndEndsNothing(): void
    {
        if (! function_exists('pcntl_fork')) {
            $this->markTestSkipped('PHP has no pcntl here');
        }
        $file = tempnam(sys_get_temp_dir(), 'fake');
        $pid = pcntl_fork();
        if ($pid === 0) {
            PusherFake::reset();
            file_put_contents($file, PusherFake::app()['appId']);
            PusherFake::stop();
            // No shutdown of PHPUnit's own.
            posix_kill(getmypid(), SIGKILL);
        }
        pcntl_waitpid($pid, $status);
        $this->assertNotSame(PusherFake::app()['appId'], file_get_contents($file));
        $this->assertSame([], PusherFake::channels());
        unlink($file);
    }
}
