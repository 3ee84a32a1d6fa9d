# frozen_string_literal: true

Given(/^nobody is subscribed$/) { raise "somebody is" if PusherFake.channels.any? }

When(/^somebody looks at "(.+)"$/) { |channel| PusherFake.connect.subscribe(channel) }
When(/^the backend triggers "(.+)" on "(.+)"$/) { |event, channel| Signed.trigger(PusherFake.app, channel, event, {}) }
Then(/^"(.+)" was delivered on "(.+)" once$/) do |event, channel|
  raise "delivered: #{PusherFake.events}" unless PusherFake.delivered(channel, event).length == 1
end
