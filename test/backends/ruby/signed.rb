# frozen_string_literal: true

require "digest"
require "json"
require "net/http"
require "openssl"

# What an SDK does: a signed request to the REST API. Source: Pusher docs, library_auth_reference/rest-api.
module Signed
  module_function

  def trigger(app, channels, event, data, socket_id: nil)
    body = { name: event, channels: Array(channels), data: JSON.generate(data) }
    body[:socket_id] = socket_id if socket_id
    text = JSON.generate(body)
    path = "/apps/#{app.id}/events"
    query = "auth_key=#{app.key}&auth_timestamp=#{Time.now.to_i}&auth_version=1.0&body_md5=#{Digest::MD5.hexdigest(text)}"
    signature = OpenSSL::HMAC.hexdigest("SHA256", app.secret, "POST\n#{path}\n#{query}")
    uri = URI("#{app.scheme}://#{app.host}:#{app.port}#{path}?#{query}&auth_signature=#{signature}")
    Net::HTTP.post(uri, text, "Content-Type" => "application/json")
  end
end
