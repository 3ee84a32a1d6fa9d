/** The helper of the guide for Rails: starts the service, and speaks to its control API. */
export const PUSHER_FAKE_RB: string = `require "json"
require "net/http"
require "securerandom"

# The service, started on a free port, and its control API.
module PusherFake
  Error = Class.new(StandardError)
  TOKEN = SecureRandom.hex

  class << self
    def start
      command = ["node_modules/.bin/pusher-js-fake", "--port", "0", "--id", "1"]
      @process = IO.popen({"PUSHER_CONTROL_TOKEN" => TOKEN}, command)
      at_exit { Process.kill("TERM", @process.pid) }
      port = @process.gets.to_s[/:(\\d+)$/, 1] or raise Error, "pusher-js-fake did not start"
      @api = URI("http://127.0.0.1:#{port}/control/v1/")
      ENV["PUSHER_URL"] = "http://app-key:app-secret@127.0.0.1:#{port}/apps/1"
    end

    def reset = post("reset")
    def channels = get("channels")
    def frames(**filter) = get("frames", **filter)
    def trigger(channel, event, data) = post("trigger", channels: channel, event:, data:)
    def wait_for_subscription(channel) = post("wait/subscription", channel:)

    def get(path, **query) = call(Net::HTTP::Get, "#{path}?#{URI.encode_www_form(query)}")
    def post(path, **body) = call(Net::HTTP::Post, path, JSON.generate(body))
    def delete(path) = call(Net::HTTP::Delete, path)

    private

    def call(verb, path, body = nil)
      request = verb.new(@api + path, "Authorization" => "Bearer #{TOKEN}", "Content-Type" => "application/json")
      response = Net::HTTP.start(@api.host, @api.port, read_timeout: 130) { |http| http.request(request, body) }
      answer = JSON.parse(response.body)
      response.is_a?(Net::HTTPSuccess) ? answer : raise(Error, answer["message"])
    end
  end
end

PusherFake.start
`
