using System.Threading.Tasks.Sources;
using Amqp1.Dialects;
using Amqp1.Transport;

namespace Amqp1.Bus.Sending;

/// <summary>
/// A cast, notification or heartbeat. It ends when the peer accepts it, or, if it is sent settled, when it is handed to the link.
/// </summary>
internal sealed class PendingSend(OutgoingMessage outgoing, TimeSpan timeout, int retry)
    : PendingDelivery(outgoing, timeout, retry), IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _completion = new() { RunContinuationsAsynchronously = true };

    /// <summary>Completes when the message is accepted. Faults with a <see cref="MessagingException"/>. Must be awaited only once.</summary>
    public ValueTask Completion => new(this, _completion.Version);

    void IValueTaskSource.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    void IThreadPoolWorkItem.Execute()
    {
        // This is a thread of the pool already, so that the waiting code continues on it.
        _completion.RunContinuationsAsynchronously = false;
        _completion.SetResult(true);
    }

    internal override void OnAccepted() => OnAccepted(pump: null);

    internal override void OnAccepted(AmqpTransport? pump)
    {
        if (TryEnd() && pump?.TryCollect(this) != true)
        {
            _completion.SetResult(true);
        }
    }

    protected override void OnFailed(Exception failure) => _completion.SetException(failure);
}
