using Amqp1.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// The scope of one message. A registered endpoint class comes from the container; an object of any other class is created for the message
/// and disposed of after it.
/// </summary>
internal sealed class ServiceEndpointScope(AsyncServiceScope scope, EndpointActivator activator) : IEndpointScope
{
    private object? _made;

    public object Resolve(Type endpointType) =>
        scope.ServiceProvider.GetService(endpointType) ?? (_made = activator.Create(scope.ServiceProvider, endpointType));

    public IServiceProvider Services => scope.ServiceProvider;

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_made is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (_made as IDisposable)?.Dispose();
            }
        }
        finally
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
    }
}
