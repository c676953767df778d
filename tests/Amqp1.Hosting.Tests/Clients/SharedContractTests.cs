using System.Threading.Channels;
using Amqp1.Rpc;
using Amqp1.SharedContracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Clients;

/// <summary>Tests of a contract in a library of its own, which references the attributes only and is compiled without the generator.</summary>
public sealed class SharedContractTests
{
    [Fact]
    public async Task One_service_implements_the_contract_and_another_calls_it()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        var forgotten = Channel.CreateUnbounded<string>();
        using var server = await TestHost.StartAsync(messaging =>
        {
            messaging.AddEndpoint<CatalogEndpoint>();
            messaging.Services.AddSingleton(forgotten);
        });
        var builder = TestHost.CreateBuilder(("Amqp1:TransportUrl", server.Services.GetRequiredService<MessagingTransport>().Url.ToString()));
        builder.AddAmqp1Messaging();
        using var caller = builder.Build();
        await caller.StartAsync(limit.Token);

        var catalog = caller.Services.GetRequiredService<ICatalog>();
        (await catalog.FindAsync("abc", limit.Token)).Price.ShouldBe(3);
        (await catalog.Prepare(version: "1.0").FindAsync("abcd", limit.Token)).Price.ShouldBe(4);
        await catalog.ForgetAsync("abc", limit.Token);
        (await forgotten.Reader.ReadAsync(limit.Token)).ShouldBe("abc");

        await Task.WhenAll(caller.StopAsync(limit.Token), server.StopAsync(limit.Token));
    }

    [Fact]
    public void The_contracts_need_nothing_but_the_attributes() =>
        typeof(ICatalog).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name).Order().ShouldBe(["Amqp1.Abstractions", "netstandard"]);

    [Fact]
    public void The_attributes_need_nothing() =>
        typeof(RpcClientAttribute).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name).ShouldBe(["netstandard"]);
}
