Feature: An order reaches who looks at it

  Scenario Outline: Each scenario begins with nothing
    Given nobody is subscribed
    When somebody looks at "orders"
    And the backend triggers "created" on "orders"
    Then "created" was delivered on "orders" once

    Examples:
      | round |
      | 1     |
      | 2     |
