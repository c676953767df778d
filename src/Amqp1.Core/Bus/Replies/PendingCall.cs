using System.Threading.Tasks.Sources;
using Amqp;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Transport;

namespace Amqp1.Bus.Replies;

/// <summary>
/// A call. It ends with its reply, not with the acceptance of its request (docs/spec/links.md#settlement, docs/spec/behaviour.md#callers).
/// </summary>
internal sealed class PendingCall : PendingDelivery, IValueTaskSource<ReplyBody>, IThreadPoolWorkItem
{
    private readonly bool _timeoutGiven;
    private readonly TimeSpan? _monitorTimeout;
    private DeadlineCallback? _monitor;
    private ulong _slot;
    private ReplyBody _received;
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

    /// <summary>The inbox to which the reply is sent. Set before the call is sent.</summary>
    public ReplyInbox? Inbox { get; set; }

    public override bool IsComplete => Inbox?.Address is not null;

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
    /// <param name="body">The reply.</param>
    /// <param name="pump">The transport on whose pump this may be called; null if this is not called on a pump.</param>
    public void OnReply(ReplyBody body, AmqpTransport? pump = null)
    {
        if (!TryEnd())
        {
            body.Dispose();
            return;
        }

        _received = body;
        if (pump?.TryCollect(this) != true)
        {
            _reply.SetResult(body);
        }
    }

    ReplyBody IValueTaskSource<ReplyBody>.GetResult(short token) => _reply.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReplyBody>.GetStatus(short token) => _reply.GetStatus(token);

    void IValueTaskSource<ReplyBody>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _reply.OnCompleted(continuation, state, token, flags);

    void IThreadPoolWorkItem.Execute()
    {
        // This is a thread of the pool already, so that the caller continues on it.
        _reply.RunContinuationsAsynchronously = false;
        _reply.SetResult(_received);
    }

    internal override SendAttempt BeginAttempt(string address, TimeSpan remaining)
    {
        // Each attempt has its own ID, so that a late reply to an earlier attempt is not taken for the reply to this one.
        Inbox!.Release(_slot, this);
        var messageId = Inbox.Reserve(this, out var replyTo);
        _slot = messageId.Slot;
        if (HasEnded)
        {
            Inbox.Release(_slot, this);
        }

        return new SendAttempt(address, Outgoing.TimeToLive is null ? null : remaining, messageId, replyTo);
    }

    /// <inheritdoc />
    /// <remarks>The server is told, so that it need not run the method to its end.</remarks>
    internal override bool Cancel(CancellationToken token)
    {
        var inbox = Inbox!;
        var id = inbox.IdOf(_slot, this);
        var mayHaveLeft = base.Cancel(token);
        if (mayHaveLeft && id is { } sent)
        {
            inbox.OnCancelled?.Invoke(this, sent);
        }

        return mayHaveLeft;
    }

    internal override void OnAccepted()
    {
        // The reply completes the call. It may even arrive before the request is accepted.
    }

    protected override void OnFailed(Exception failure) => _reply.SetException(failure);

    protected override void OnEnded()
    {
        Inbox?.Release(_slot, this);
        if (_monitor is { } monitor)
        {
            Owner!.Deadlines.Remove(monitor);
        }
    }

    protected override Exception CreateTimeoutException(bool mayHaveLeft, SendFailure? obstacle) => _timeoutGiven
        ? Missing("reply", Timeout, obstacle)
        : base.CreateTimeoutException(mayHaveLeft, obstacle);

    private MessagingTimeoutException Missing(string what, TimeSpan limit, SendFailure? obstacle) => new(
        $"No {what} arrived from {Outgoing.Destination} within {limit.TotalSeconds} s.{(obstacle is null ? "" : " The request was not sent: " + Sentence(obstacle.Reason))}",
        obstacle?.Condition);

    private void OnHeartbeatMissing() => Abandon(
        Missing("heartbeat", _monitorTimeout!.Value, Sender is null || Sender.WasTransferred(this) ? null : Obstacle ?? Sender.WhyWaiting()));
}
