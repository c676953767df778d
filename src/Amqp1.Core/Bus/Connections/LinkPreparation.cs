using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Addressing;
using Amqp1.Dialects;

namespace Amqp1.Bus.Connections;

/// <summary>
/// Prepares destinations before links are attached. If a destination needs no preparation, the link is attached immediately, on the calling
/// thread.
/// </summary>
internal sealed class LinkPreparation(ITopology topology, TimeSpan limit, TimeProvider time, CancellationToken ended)
{
    /// <summary>Prepares a destination and then calls one of the two methods, exactly once. Does not throw.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="attach">Attaches the link. Must not throw.</param>
    /// <param name="onFailed">Called with the reason if the destination cannot be prepared. Must not throw.</param>
    public void OfSender(Destination destination, Action attach, Action<Error> onFailed)
    {
        if (topology.NeedsPreparation(destination))
        {
            _ = PrepareAsync(cancel => topology.PrepareSenderAsync(destination, cancel), attach, onFailed);
        }
        else
        {
            attach();
        }
    }

    /// <inheritdoc cref="OfSender" />
    public void OfReceiver(Destination destination, Guid consumer, Action attach, Action<Error> onFailed)
    {
        if (topology.NeedsPreparation(destination))
        {
            _ = PrepareAsync(cancel => topology.PrepareReceiverAsync(destination, consumer, cancel), attach, onFailed);
        }
        else
        {
            attach();
        }
    }

    /// <summary>
    /// Removes the objects that belonged only to a receiver that was detached for good. Completes when they are removed or the removal has
    /// failed. Does not throw: remaining objects expire at the peer.
    /// </summary>
    public async Task ReleaseAsync(Destination destination, Guid consumer)
    {
        if (topology.NeedsPreparation(destination))
        {
            await TryAsync(cancel => topology.ReleaseReceiverAsync(destination, consumer, cancel)).ConfigureAwait(false);
        }
    }

    private async Task PrepareAsync(Func<CancellationToken, ValueTask> prepare, Action attach, Action<Error> onFailed)
    {
        if (await TryAsync(prepare).ConfigureAwait(false) is { } error)
        {
            onFailed(error);
        }
        else
        {
            attach();
        }
    }

    /// <summary>Returns null on success.</summary>
    private async Task<Error?> TryAsync(Func<CancellationToken, ValueTask> prepare)
    {
        try
        {
            using var timeout = new CancellationTokenSource(limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ended);
            await prepare(either.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return new Error(ErrorCode.ConnectionForced) { Description = $"The peer did not answer within {limit.TotalSeconds} s." };
        }
#pragma warning disable CA1031 // The link is not attached, whatever the reason; the reason is reported with the link.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new Error(failure is TopologyException { Condition: { } condition } ? new Symbol(condition) : ErrorCode.PreconditionFailed) { Description = failure.Message };
        }
    }
}
