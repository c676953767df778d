using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>Tests that an endpoint class that cannot be created ends the start of the host, instead of failing each call.</summary>
public sealed class MissingServiceTests : IDisposable
{
    private const string Name = "Amqp1.Hosting.Tests.Endpoints.";

    private static readonly (string, string?) Url = ("Amqp1:TransportUrl", "amqp://127.0.0.1:1");

    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task All_that_is_missing_is_named_together()
    {
        using var host = TestHost.Build(messaging => messaging.AddEndpoint<Needy>().AddEndpoint<NeedyToo>(), Url);

        var refused = await Should.ThrowAsync<InvalidEndpointException>(() => host.StartAsync(Limit));

        refused.Errors.ShouldBe(
            [
                $"{Name}Needy needs {Name}Needy+ITool, which is not registered as a service.",
                $"{Name}Needy needs {Name}Needy+ITool with the key 'spare', which is not registered as a service.",
                $"{Name}NeedyToo needs {Name}Needy+Tool, which is not registered as a service.",
            ]);
    }

    [Fact]
    public async Task A_keyed_instance_is_checked_too()
    {
        var builder = TestHost.CreateBuilder(("Amqp1:billing:TransportUrl", "amqp://127.0.0.1:1"));
        builder.Services.AddAmqp1Messaging("billing").AddEndpoint<NeedyToo>();
        using var host = builder.Build();

        (await Should.ThrowAsync<InvalidEndpointException>(() => host.StartAsync(Limit))).Errors.ShouldHaveSingleItem().ShouldContain("Needy+Tool");
    }

    [Fact]
    public async Task What_the_container_has_by_itself_and_what_has_a_default_is_not_asked_for()
    {
        using var host = await TestHost.StartAsync(messaging =>
        {
            messaging.AddEndpoint<Needy>().AddEndpoint<NeedyToo>();
            messaging.Services.AddScoped<Needy.ITool, Needy.Tool>().AddKeyedSingleton<Needy.ITool, Needy.Tool>("spare").AddSingleton<Needy.Tool>();
        });

        (await Client(host, "needy").CallAsync<string>("count", cancel: Limit)).ShouldBe("1 6");
        (await Client(host, "needy-too").CallAsync<string>("names", cancel: Limit)).ShouldBe("Tool Tool");
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_class_that_is_registered_is_left_to_the_container()
    {
        using var host = await TestHost.StartAsync(messaging =>
        {
            messaging.AddEndpoint<NeedyToo>();
            messaging.Services.AddScoped(_ => new NeedyToo(new Needy.Tool()));
        });

        (await Client(host, "needy-too").CallAsync<string>("names", cancel: Limit)).ShouldBe("Tool ");
        await host.StopAsync(Limit);
    }

    [Fact]
    public void A_container_that_cannot_be_asked_is_believed_to_have_everything() =>
        Invocations.Describe<Needy>().MethodNames.ShouldBe(["count"]);

    public void Dispose() => _limit.Dispose();

    private static RpcClient Client(IHost host, string topic) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic(topic));
}
