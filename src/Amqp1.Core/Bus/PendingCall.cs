using Amqp;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>A call: it ends with its reply, not with the acceptance of its request (specification D.4, F.1).</summary>
internal sealed class PendingCall : PendingDelivery
{
    private readonly TaskCompletionSource<ReadOnlyMemory<byte>> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _timeoutGiven;
    private readonly TimeSpan? _monitorTimeout;
    private DeadlineCallback? _monitor;
    private ReplyInbox? _inbox;
    private ulong _slot;

    public PendingCall(OutgoingMessage outgoing, TimeSpan timeout, int retry, bool timeoutGiven, TimeSpan? monitorTimeout)
        : base(outgoing, timeout, retry)
    {
        _timeoutGiven = timeoutGiven;
        _monitorTimeout = monitorTimeout;
    }

    /// <summary>Completes with the body of the reply; faults with a <see cref="MessagingException"/>.</summary>
    public Task<ReadOnlyMemory<byte>> Reply => _reply.Task;

    public override bool NeedsReplyAddress => true;

    /// <summary>Arms the watch for heartbeats, from now on (specification E.7: waiting for link and credit counts).</summary>
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
    public void OnReply(ReadOnlyMemory<byte> body)
    {
        if (TryEnd())
        {
            _reply.TrySetResult(body);
        }
    }

    internal override Message CreateMessage(string address, TimeSpan remaining, ReplyInbox inbox)
    {
        // Each attempt has an id of its own: a late reply to an earlier one must not be taken for this one's.
        if (_inbox is not null)
        {
            inbox.Release(_slot, this);
        }

        _inbox = inbox;
        _slot = inbox.Reserve(this, out var messageId, out var replyTo);
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

    protected override void OnFailed(Exception failure) => PendingCompletion.Fail(_reply, failure);

    protected override void OnEnded()
    {
        _inbox?.Release(_slot, this);
        if (_monitor is { } monitor)
        {
            Owner!.Deadlines.Remove(monitor);
        }
    }

    protected override Exception CreateTimeoutException() => _timeoutGiven
        ? new MessagingTimeoutException($"No reply from {Outgoing.Destination} within {Timeout.TotalSeconds} s.")
        : base.CreateTimeoutException();

    private void OnHeartbeatMissing() => Abandon(new MessagingTimeoutException(
        $"No heartbeat from {Outgoing.Destination} within {_monitorTimeout!.Value.TotalSeconds} s."));
}
