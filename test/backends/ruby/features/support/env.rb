# frozen_string_literal: true

require_relative "../../signed"
require_relative "../../../../../backends/ruby/pusher_fake"
