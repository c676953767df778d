namespace Amqp1.Hosting.Internal;

/// <summary>Provides the transport URL if none is configured: the URL of the application's embedded router.</summary>
/// <remarks>
/// <see cref="GetUrl"/> is called when the first transport is created. This may be while the container creates the hosted services, before
/// any of them has started. The target of the URL must therefore listen when the method returns. The source is stopped after the
/// transports.
/// </remarks>
internal interface ITransportUrlSource
{
    string GetUrl();

    /// <summary>Stops the target of the URL, if it was started. Does not throw.</summary>
    Task StopAsync(CancellationToken cancel);
}
