using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Stops the sources of transport URLs, such as the embedded router. It is the first hosted service, so it stops after all connections of
/// all instances have been closed.
/// </summary>
internal sealed class TransportUrlSources(IEnumerable<ITransportUrlSource> sources, Closings closings) : IHostedLifecycleService
{
    public static void Add(IServiceCollection services)
    {
        if (!services.Any(service => service.ImplementationType == typeof(TransportUrlSources)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TransportUrlSources>());
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await closings.WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(sources.Select(source => source.StopAsync(cancellationToken))).ConfigureAwait(false);
    }
}
