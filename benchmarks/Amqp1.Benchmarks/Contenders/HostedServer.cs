using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>
/// An echo server and a listener as a service has them, in the generic host with its defaults: attributed classes that generated code
/// calls. Their objects are created for each message, in a scope of the container.
/// </summary>
internal sealed class HostedServer : IContenderServer
{
    public const string Topic = "hosted";
    private IHost? _host;

    public async Task<string> StartAsync(string url)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = typeof(HostedServer).Assembly.GetName().Name });
        builder.Configuration["Amqp1:TransportUrl"] = url;
        builder.Configuration["Amqp1:Hosting:WaitForConnection"] = "true";
        builder.Services.AddAmqp1Messaging().WithJson(EchoJsonContext.Default);
        _host = builder.Build();
        await _host.StartAsync();
        return url;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
    }
}
