using System.Threading.Tasks.Sources;
using Amqp;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>A call: it ends with its reply, not with the acceptance of its request (docs/spec/links.md#settlement, docs/spec/behaviour.md#callers).</summary>
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
    /// Completes with the body of the reply, which is the awaiter's to dispose; faults with a <see cref="MessagingException"/>. To
    /// be awaited once.
    /// </summary>
    public ValueTask<ReplyBody> Reply => new(this, _reply.Version);

    public override bool NeedsReplyAddress => true;

    /// <summary>Arms the watch for heartbeats, from now on (docs/spec/messages.md#heartbeats: waiting for link and credit counts).</summary>
    public void StartMonitoring(DeadlineTimer deadlines)
    {
        if (_monitorTimeout is { } limit)
        {
            _monitor = new DeadlineCallback(OnHeartbeatMissing);
            deadlines.Add(_monitor, limit);
        }
    }

    /// <summary>The server is still at it.</summary>
    public void OnHeartbeat()
    {
        if (_monitor is { } monitor && Owner!.Deadlines.Remove(monitor) && !HasEnded)
        {
            Owner.Deadlines.Add(monitor, _monitorTimeout!.Value);
        }
    }

    /// <summary>The reply is here.</summary>
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
        // Each attempt has an id of its own: a late reply to an earlier one must not be taken for this one's.
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
        // The reply is what counts; it may even have come before.
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
