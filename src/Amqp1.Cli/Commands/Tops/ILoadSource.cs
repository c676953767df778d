using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>Reads the load of a router or broker.</summary>
internal interface ILoadSource : IAsyncDisposable
{
    /// <summary>Returns the state now.</summary>
    /// <exception cref="Execution.CommandFailedException">The router or broker refuses the request, or does not answer.</exception>
    Task<BusLoad> ReadAsync(CancellationToken cancel);
}
