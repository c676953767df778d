using Amqp1.Bus.Connections;

namespace Amqp1.Cli.Checks.Probing;

/// <summary>The exception for a connection that the peer opens and closes at once.</summary>
/// <param name="product">The product in the Open of the peer.</param>
/// <param name="loss">The reason of the peer.</param>
internal sealed class ProbeClosedException(string? product, ConnectionLoss loss) : Exception(loss.Reason)
{
    public string? Product { get; } = product;
}
