using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

public sealed class RequestCancellationTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly DeadlineTimer _deadlines;

    public RequestCancellationTests() => _deadlines = new DeadlineTimer(_time);

    public void Dispose() => _deadlines.Dispose();

    [Fact]
    public async Task The_token_fires_when_the_callers_deadline_passes()
    {
        using var cancellation = new RequestCancellation(_deadlines, _deadlines.StampIn(TimeSpan.FromSeconds(5)), CancellationToken.None);
        var fired = FiredBy(cancellation.Token);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        cancellation.Token.IsCancellationRequested.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.2));

        await fired.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_token_fires_when_the_deadline_had_passed_before_anybody_asked()
    {
        var due = _deadlines.StampIn(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(60));
        using var cancellation = new RequestCancellation(_deadlines, due, CancellationToken.None);
        var fired = FiredBy(cancellation.Token);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        await fired.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_token_fires_when_the_server_stops()
    {
        using var stopped = new CancellationTokenSource();
        using var cancellation = new RequestCancellation(_deadlines, null, stopped.Token);
        var token = cancellation.Token;

        stopped.Cancel();

        token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_callback_of_the_method_that_throws_does_not_reach_the_timer()
    {
        using var cancellation = new RequestCancellation(_deadlines, _deadlines.StampIn(TimeSpan.FromSeconds(1)), CancellationToken.None);
        var token = cancellation.Token;
        using var registration = token.Register(() => throw new InvalidOperationException("of the application"));
        var fired = FiredBy(token);
        var later = false;
        _deadlines.Add(new DeadlineCallback(() => later = true), TimeSpan.FromSeconds(2));

        Should.NotThrow(() => _time.Advance(TimeSpan.FromSeconds(3)));

        await fired.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        later.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_happens_when_the_method_ends_in_the_step_that_ends_its_time()
    {
        var cancellation = new RequestCancellation(_deadlines, _deadlines.StampIn(TimeSpan.FromSeconds(1)), CancellationToken.None);

        // There is one callback before and one after, so that the order in which deadlines of the same turn fire does not matter.
        _deadlines.Add(new DeadlineCallback(cancellation.Dispose), TimeSpan.FromSeconds(1));
        _ = cancellation.Token;
        _deadlines.Add(new DeadlineCallback(cancellation.Dispose), TimeSpan.FromSeconds(1));

        Should.NotThrow(() => _time.Advance(TimeSpan.FromSeconds(3)));
    }

    private static Task FiredBy(CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() => fired.TrySetResult());
        return fired.Task;
    }
}
