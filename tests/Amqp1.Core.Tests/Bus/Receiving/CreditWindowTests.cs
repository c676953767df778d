using Amqp1.Bus;
using Amqp1.Bus.Receiving;
using CsCheck;

namespace Amqp1.Core.Tests.Bus.Receiving;

/// <summary>Tests of the window of docs/spec/links.md#credit, which includes unsettled messages.</summary>
public sealed class CreditWindowTests
{
    [Fact]
    public void A_link_starts_with_the_whole_window() => new CreditWindow(100).Open().ShouldBe(100);

    [Fact]
    public void A_link_that_is_stopped_before_it_started_gets_nothing()
    {
        var window = new CreditWindow(100);
        window.Close().ShouldBe(0);
        window.Open().ShouldBe(0);
    }

    [Fact]
    public void A_window_of_one_grants_one_after_each_settlement()
    {
        var window = Opened(1);
        for (var i = 0; i < 10; i++)
        {
            window.OnReceived();
            window.Unsettled.ShouldBe(1);
            window.OnSettled().ShouldBe(1);
        }
    }

    [Fact]
    public void Credit_is_not_granted_for_every_message()
    {
        var window = Opened(100);
        var flows = 0;
        for (var i = 0; i < 1000; i++)
        {
            window.OnReceived();
            flows += window.OnSettled() > 0 ? 1 : 0;
        }

        flows.ShouldBe(40);
    }

    [Fact]
    public void Messages_that_wait_take_their_place_in_the_window()
    {
        var window = Opened(10);
        for (var i = 0; i < 10; i++)
        {
            window.OnReceived();
        }

        // Nine messages are still unsettled, so one more may come, not ten.
        window.OnSettled().ShouldBe(1);
        window.Unsettled.ShouldBe(9);
    }

    [Fact]
    public void A_peer_without_credit_gets_some_with_the_next_settlement_however_many_messages_wait()
    {
        for (var size = 1; size <= 20; size++)
        {
            var window = Opened(size);
            for (var i = 0; i < size; i++)
            {
                window.OnReceived();
            }

            for (var i = 0; i < 5 * size; i++)
            {
                window.OnSettled().ShouldBe(1);
                window.OnReceived();
            }
        }
    }

    [Fact]
    public void A_closed_window_grants_nothing_and_tells_what_the_peer_still_holds()
    {
        var window = Opened(10);
        window.OnReceived();
        window.OnReceived();

        window.Close().ShouldBe(8);
        window.OnSettled().ShouldBe(0);
        window.OnSettled().ShouldBe(0);
        window.OnReceived();
        window.OnSettled().ShouldBe(0);
    }

    [Fact]
    public void Credit_and_unsettled_messages_stay_within_the_window_and_the_peer_never_starves() => Gen
        .Select(Gen.Int[1, 200], Gen.Bool.Array[0, 600])
        .Sample(
            (size, choices) =>
            {
                var window = new CreditWindow(size);
                var credit = window.Open();
                var unsettled = 0;
                foreach (var receive in choices)
                {
                    if (receive && credit > 0)
                    {
                        window.OnReceived();
                        credit--;
                        unsettled++;
                    }
                    else if (unsettled > 0)
                    {
                        credit += window.OnSettled();
                        unsettled--;
                    }

                    window.Unsettled.ShouldBe(unsettled);
                    (credit + unsettled).ShouldBeLessThanOrEqualTo(size);
                    (credit > 0 || unsettled > 0).ShouldBeTrue();
                    if (unsettled == 0)
                    {
                        credit.ShouldBeGreaterThan(size / 2 - 1);
                    }
                }
            },
            iter: 2_000);

    private static CreditWindow Opened(int size)
    {
        var window = new CreditWindow(size);
        window.Open();
        return window;
    }
}
