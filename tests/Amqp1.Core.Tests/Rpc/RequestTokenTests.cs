using Amqp1.Bus.Deadlines;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests when the token of a request is created, and what is left of it when the request has ended.</summary>
public sealed class RequestTokenTests : IDisposable
{
    private readonly DeadlineTimer _deadlines = new(new FakeTimeProvider());
    private readonly CancellationTokenSource _stopped = new();

    public void Dispose()
    {
        _deadlines.Dispose();
        _stopped.Dispose();
    }

    [Fact]
    public void A_request_has_one_token_and_one_deadline_which_are_created_on_demand()
    {
        using var cancellation = new RequestCancellation(_deadlines, _deadlines.StampIn(TimeSpan.FromSeconds(5)), _stopped.Token);
        _deadlines.Count.ShouldBe(0);

        var token = cancellation.Token;

        cancellation.Token.ShouldBe(token);
        _deadlines.Count.ShouldBe(1);
    }

    [Fact]
    public void A_request_without_a_deadline_arms_none()
    {
        using var cancellation = new RequestCancellation(_deadlines, due: null, _stopped.Token);

        cancellation.Token.CanBeCanceled.ShouldBeTrue();
        _deadlines.Count.ShouldBe(0);
    }

    [Fact]
    public void A_token_has_fired_only_if_the_method_has_asked_for_it()
    {
        using var asked = new RequestCancellation(_deadlines, due: null, _stopped.Token);
        using var notAsked = new RequestCancellation(_deadlines, due: null, _stopped.Token);
        _ = asked.Token;
        asked.HasFired.ShouldBeFalse();

        _stopped.Cancel();

        asked.HasFired.ShouldBeTrue();
        notAsked.HasFired.ShouldBeFalse();
    }

    [Fact]
    public void Nothing_is_left_of_a_request_that_has_ended()
    {
        var fired = false;
        var cancellation = new RequestCancellation(_deadlines, _deadlines.StampIn(TimeSpan.FromSeconds(5)), _stopped.Token);
        using var registration = cancellation.Token.Register(() => fired = true);

        cancellation.Dispose();
        _stopped.Cancel();

        _deadlines.Count.ShouldBe(0);
        fired.ShouldBeFalse();
    }

    [Fact]
    public void A_request_that_never_asked_for_its_token_ends_as_well() =>
        Should.NotThrow(() => new RequestCancellation(_deadlines, _deadlines.StampIn(TimeSpan.FromSeconds(5)), _stopped.Token).Dispose());
}
