using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>Builds hosts that serve <see cref="Greeter"/>.</summary>
internal static class GreeterService
{
    public static void AddGreeter(this IAmqp1MessagingBuilder messaging)
    {
        messaging.AddEndpoint<Greeter>();
        messaging.Services.AddSingleton<Lifetimes>().AddScoped<ScopedThing>();
    }

    public static RpcClient Client(IHost host) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("greeter"));

    /// <summary>Calls the method of the server that waits. The method has begun when this returns.</summary>
    /// <param name="client">The host that calls.</param>
    /// <param name="server">The host that serves. Its <see cref="Lifetimes"/> let the method end.</param>
    /// <param name="limit">The limit for the wait.</param>
    public static async Task<(Task Call, Lifetimes Server)> BeginCallAsync(IHost client, IHost server, CancellationToken limit)
    {
        var lifetimes = server.Services.GetRequiredService<Lifetimes>();
        var call = Client(client).CallAsync("wait", cancel: limit);
        await lifetimes.Entered.Task.WaitAsync(limit);
        return (call, lifetimes);
    }
}
