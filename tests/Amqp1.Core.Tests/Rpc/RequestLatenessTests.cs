using Amqp1.Bus.Deadlines;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests which results come too late for their caller, and what such a result is reported as.</summary>
public sealed class RequestLatenessTests : IDisposable
{
    private readonly DeadlineTimer _deadlines = new(new FakeTimeProvider());

    public static TheoryData<Exception?, bool> Failures { get; } = new()
    {
        { null, false },
        { new InvalidOperationException("broken"), false },
        { new OperationCanceledException(), true },
        { new TaskCanceledException(), true },
        { new TimeoutException(), true },
        { new MessagingTimeoutException("no reply"), true },
    };

    public void Dispose() => _deadlines.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(-5000, 5000)]
    [InlineData(1, null)]
    [InlineData(50, null)]
    [InlineData(5000, null)]
    public void A_result_is_late_from_the_deadline_on(int left, int? late) => LatenessOf(left, failure: null).ShouldBe(late);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5000, 5000)]
    [InlineData(50, -50)]
    [InlineData(51, null)]
    public void A_timeout_is_late_from_just_before_the_deadline_on(int left, int? late) => LatenessOf(left, new TimeoutException()).ShouldBe(late);

    [Fact]
    public void Nothing_is_late_without_a_deadline() => RequestLateness.Of(_deadlines, new RequestOutcome(null, new TimeoutException()), due: null).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void Cancellations_and_timeouts_are_timeouts(Exception? failure, bool isTimeout) => RequestLateness.IsTimeout(failure).ShouldBe(isTimeout);

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_late_request_fails_with_a_timeout_unless_its_method_failed_for_another_reason(Exception? failure, bool isTimeout)
    {
        var late = new RequestOutcome(new Wire.RawContent("{}"), failure, failure).WithoutReply();

        late.Reply.ShouldBeNull();
        late.Failure.ShouldBeSameAs(failure);
        if (failure is null || isTimeout)
        {
            late.Fault.ShouldBeOfType<MessagingTimeoutException>();
        }
        else
        {
            late.Fault.ShouldBeSameAs(failure);
        }
    }

    private int? LatenessOf(int left, Exception? failure)
    {
        // The time stamps of the clock count 100 ns each, so that whole milliseconds are exact.
        var now = _deadlines.StampIn(TimeSpan.Zero);
        var late = RequestLateness.Of(_deadlines, new RequestOutcome(null, failure), now + (left * TimeSpan.TicksPerMillisecond));
        return (int?)late?.TotalMilliseconds;
    }
}
