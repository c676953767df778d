using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>A cast, notification or heartbeat: done when the peer accepts it, or when it is handed to the link if it goes out settled.</summary>
internal sealed class PendingSend(OutgoingMessage outgoing, TimeSpan timeout, int retry) : PendingDelivery(outgoing, timeout, retry)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when accepted; faults with a <see cref="MessagingException"/>.</summary>
    public Task Completion => _completion.Task;

    internal override void OnAccepted()
    {
        if (TryEnd())
        {
            _completion.TrySetResult();
        }
    }

    protected override void OnFailed(Exception failure) => _completion.TrySetException(failure);
}
