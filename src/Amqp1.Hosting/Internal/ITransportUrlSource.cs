namespace Amqp1.Hosting.Internal;

/// <summary>
/// Gives the transport URL when none is configured: the router that the application brings along.
/// </summary>
/// <remarks>
/// Asked when the first transport is made, which may be while the container makes the hosted services, before any of them has
/// started. So what the URL leads to must listen when <see cref="GetUrl"/> returns. Stopped after the transports.
/// </remarks>
internal interface ITransportUrlSource
{
    string GetUrl();

    /// <summary>Does not throw; harmless to call when nothing was started.</summary>
    Task StopAsync(CancellationToken cancel);
}
