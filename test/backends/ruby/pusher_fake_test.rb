# frozen_string_literal: true

require "minitest/autorun"
require_relative "signed"
require_relative "../../../backends/ruby/pusher_fake"

# Minitest runs its tests when the process ends: nothing of the helper may end before them.
class PusherFakeTest < Minitest::Test
  2.times do |round|
    define_method("test_round_#{round}_begins_with_nothing") do
      assert_empty PusherFake.channels
      PusherFake.connect.subscribe("orders")
      Signed.trigger(PusherFake.app, "orders", "created", { id: round })
      assert PusherFake.delivered?("orders", "created")
      assert_equal 1, PusherFake.events.length
    end
  end

  # As `parallelize(workers: 2)` of Rails does.
  def test_workers_that_are_forked_have_apps_of_their_own
    PusherFake.connect.subscribe("parent")
    workers = Array.new(2) do
      reader, writer = IO.pipe
      pid = fork do
        before_setup
        PusherFake.connect.subscribe("worker")
        writer.puts "#{PusherFake.app.id} #{PusherFake.channels.length}"
        writer.close
        exit!
      end
      writer.close
      [pid, reader]
    end
    answers = workers.map { |_, reader| reader.read.split }
    workers.each { |pid, _| Process.wait(pid) }
    assert_equal %w[1 1], answers.map(&:last)
    assert_equal 3, [*answers.map(&:first), PusherFake.app.id].uniq.length
    assert_equal ["parent"], PusherFake.channels.map { |each| each["name"] }
  end
end
