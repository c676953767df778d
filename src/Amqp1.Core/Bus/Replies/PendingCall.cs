using System.Threading.Tasks.Sources;
using Amqp;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Wire;

namespace Amqp1.Bus.Replies;

/// <summary>
/// A call. It ends with its reply, not with the acceptance of its request (docs/spec/links.md#settlement, docs/spec/behaviour.md#callers).
/// </summary>
internal sealed class PendingCall : PendingDelivery, IValueTaskSource<ReplyBody>
{
    private readonly bool _timeoutGiven;
    private readonly TimeSpan? _monitorTimeout;
    private DeadlineCallback? _monitor;
    private ReplyInbox? _inbox;
    private ulong _slot;
    private ManualResetValueTaskSourceCore<ReplyBody> _reply = new() { RunContinuationsAsynchronously = true };

    public PendingCall(OutgoingMessage outgoing, TimeSpan timeout, int retry, bool timeoutGiven, TimeSpan? monitorTimeout)
        : base(outgoing, timeout, retry)
    {
        _timeoutGiven = timeoutGiven;
        _monitorTimeout = monitorTimeout;
    }

    /// <summary>
    /// Completes with the body of the reply, which the awaiting code must dispose. Faults with a <see cref="MessagingException"/>. Must be
    /// awaited only once.
    /// </summary>
    public ValueTask<ReplyBody> Reply => new(this, _reply.Version);

    public override bool NeedsReplyAddress => true;

    /// <summary>Starts the heartbeat timeout, which includes the wait for link and credit (docs/spec/messages.md#heartbeats).</summary>
    public void StartMonitoring(DeadlineTimer deadlines)
    {
        if (_monitorTimeout is { } limit)
        {
            _monitor = new DeadlineCallback(OnHeartbeatMissing);
            deadlines.Add(_monitor, limit);
        }
    }

    /// <summary>Restarts the heartbeat timeout, because the server still works on the call.</summary>
    public void OnHeartbeat()
    {
        if (_monitor is { } monitor && Owner!.Deadlines.Remove(monitor) && !HasEnded)
        {
            Owner.Deadlines.Add(monitor, _monitorTimeout!.Value);
        }
    }

    /// <summary>Completes the call with its reply. Disposes the reply if the call has already ended.</summary>
    public void OnReply(ReplyBody body)
    {
        if (TryEnd())
        {
            _reply.SetResult(body);
        }
        else
        {
            body.Dispose();
        }
    }

    ReplyBody IValueTaskSource<ReplyBody>.GetResult(short token) => _reply.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReplyBody>.GetStatus(short token) => _reply.GetStatus(token);

    void IValueTaskSource<ReplyBody>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _reply.OnCompleted(continuation, state, token, flags);

    internal override Message CreateMessage(string address, TimeSpan remaining, ReplyInbox inbox)
    {
        // Each attempt has its own ID, so that a late reply to an earlier attempt is not taken for the reply to this one.
        if (_inbox is not null)
        {
            inbox.Release(_slot, this);
        }

        _inbox = inbox;
        var messageId = inbox.Reserve(this, out var replyTo);
        _slot = messageId.Slot;
        var timeToLive = Outgoing.TimeToLive is null ? (TimeSpan?)null : remaining;
        var message = AmqpMessages.Create(Outgoing, address, timeToLive, messageId, replyTo);
        if (HasEnded)
        {
            inbox.Release(_slot, this);
        }

        return message;
    }

    internal override void OnAccepted()
    {
        // The reply completes the call. It may even arrive before the request is accepted.
    }

    protected override void OnFailed(Exception failure) => _reply.SetException(failure);

    protected override void OnEnded()
    {
        _inbox?.Release(_slot, this);
        if (_monitor is { } monitor)
        {
            Owner!.Deadlines.Remove(monitor);
        }
    }

    protected override Exception CreateTimeoutException(bool mayHaveLeft, SendFailure? obstacle) => _timeoutGiven
        ? Missing("reply", Timeout, obstacle)
        : base.CreateTimeoutException(mayHaveLeft, obstacle);

    private MessagingTimeoutException Missing(string what, TimeSpan limit, SendFailure? obstacle) => new(
        $"No {what} from {Outgoing.Destination} within {limit.TotalSeconds} s.{(obstacle is null ? "" : " The request was not sent: " + Sentence(obstacle.Reason))}",
        obstacle?.Condition);

    private void OnHeartbeatMissing() => Abandon(
        Missing("heartbeat", _monitorTimeout!.Value, Sender is null || Sender.WasTransferred(this) ? null : Obstacle ?? Sender.WhyWaiting()));
}
