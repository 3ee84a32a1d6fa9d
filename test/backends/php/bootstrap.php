<?php

require_once __DIR__.'/Signed.php';
require_once __DIR__.'/../../../backends/php/PusherFake.php';

Tests\PusherFake::start();
