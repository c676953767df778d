using Amqp1.Bus.Deadlines;
using Amqp1.Dialects;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the cancellation of the calls of a server by their callers, without a bus.</summary>
public sealed class RunningCallsTests : IDisposable
{
    private readonly DeadlineTimer _deadlines = new(new FakeTimeProvider());
    private readonly RunningCalls _calls;
    private int _asked;

    public RunningCallsTests() => _calls = new RunningCalls(_deadlines, CancellationToken.None) { Asked = () => _asked++ };

    public void Dispose() => _deadlines.Dispose();

    [Fact]
    public async Task The_token_of_a_cancelled_call_fires()
    {
        var id = CallId.Create(1);
        using var request = new RequestCancellation(_calls, TextOf(id), due: null);
        var fired = new TaskCompletionSource();
        await using var registration = request.Token.Register(fired.SetResult);
        _asked.ShouldBe(1);
        request.IsAbandoned.ShouldBeFalse();

        _calls.Cancel(id);

        await fired.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        request.IsAbandoned.ShouldBeTrue();
        request.HasFired.ShouldBeTrue();
        _calls.Count.ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "76")]
    public void A_cancellation_that_comes_before_its_call_cancels_it_at_once()
    {
        var id = CallId.Create(1);
        _calls.IsCancelled(TextOf(id)).ShouldBeFalse();

        _calls.Cancel(id);

        _calls.IsCancelled(TextOf(id)).ShouldBeTrue();
        using var request = new RequestCancellation(_calls, TextOf(id), due: null);
        request.Token.IsCancellationRequested.ShouldBeTrue();
        request.IsAbandoned.ShouldBeTrue();
    }

    [Fact]
    public void Other_calls_go_on()
    {
        using var request = new RequestCancellation(_calls, TextOf(CallId.Create(1)), due: null);
        var token = request.Token;

        _calls.Cancel(CallId.Create(1));
        _calls.Cancel(CallId.Create(2));

        token.IsCancellationRequested.ShouldBeFalse();
        request.IsAbandoned.ShouldBeFalse();
    }

    [Fact]
    public void A_method_that_does_not_ask_for_its_token_costs_nothing()
    {
        using var request = new RequestCancellation(_calls, TextOf(CallId.Create(1)), due: null);

        _asked.ShouldBe(0);
        _calls.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("f2d1c8a0-0b1d-4f38-9a55-2f4f7b0f6a2e")]
    public void A_cast_and_a_call_of_python_cannot_be_cancelled(string? id)
    {
        using var request = new RequestCancellation(_calls, id, due: null);

        request.Token.IsCancellationRequested.ShouldBeFalse();
        _calls.Count.ShouldBe(0);
    }

    [Fact]
    public void Calls_that_have_ended_are_forgotten()
    {
        var id = CallId.Create(1);
        var request = new RequestCancellation(_calls, TextOf(id), due: null);
        _ = request.Token;
        _calls.Count.ShouldBe(1);

        request.Dispose();

        _calls.Count.ShouldBe(0);
        Should.NotThrow(() => _calls.Cancel(id));
    }

    [Fact]
    public void A_second_delivery_of_a_request_is_not_taken_for_a_cancelled_call()
    {
        var id = CallId.Create(1);
        using var first = new RequestCancellation(_calls, TextOf(id), due: null);
        var token = first.Token;
        var second = new RequestCancellation(_calls, TextOf(id), due: null);

        second.Token.IsCancellationRequested.ShouldBeFalse();
        second.IsAbandoned.ShouldBeFalse();
        second.Dispose();
        _calls.Cancel(id);

        first.IsAbandoned.ShouldBeTrue();
        token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void The_number_of_cancelled_calls_that_are_kept_is_limited()
    {
        var first = CallId.Create(1);
        _calls.Cancel(first);
        for (var slot = 2UL; slot <= 1025; slot++)
        {
            _calls.Cancel(CallId.Create(slot));
        }

        _calls.IsCancelled(TextOf(first)).ShouldBeFalse();
    }

    private static string TextOf(CallId id) => id.ToText();
}
