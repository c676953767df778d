using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests;

/// <summary>
/// Tests of the errors of a program that calls too early or too late, or that waits for an intermediary that is not available.
/// </summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_start_that_waits_in_vain_says_for_what_why_and_what_to_do()
    {
        var builder = TestHost.CreateBuilder(TestHost.Wait, ("Amqp1:TransportUrl", "amqp://u:secret@127.0.0.1:1"));
        builder.Services.AddAmqp1Messaging();
        builder.Services.Configure<HostOptions>(options => options.StartupTimeout = TimeSpan.FromMilliseconds(300));
        using var host = builder.Build();

        var failure = await Should.ThrowAsync<TimeoutException>(host.StartAsync(TestContext.Current.CancellationToken));

        failure.Message.ShouldContain("HostOptions.StartupTimeout");
        failure.Message.ShouldContain("amqp://u:***@127.0.0.1:1/ is not connected.");
        failure.Message.ShouldContain("Amqp1:Hosting:WaitForConnection is true");
        failure.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_call_before_the_start_says_that_nothing_was_started()
    {
        using var host = TestHost.Build(_ => { }, ("Amqp1:TransportUrl", "amqp://127.0.0.1:1"));
        var client = Client(host).Prepare(timeout: TimeSpan.FromMilliseconds(100));

        var failure = await Should.ThrowAsync<MessagingTimeoutException>(client.CallAsync("early", cancel: TestContext.Current.CancellationToken));

        failure.Message.ShouldContain("The transport was not started");
    }

    [Fact]
    public async Task A_call_after_the_stop_names_no_internal_class()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await TestHost.StartAsync(_ => { });
        await host.StopAsync(limit.Token);

        var failure = await Should.ThrowAsync<ObjectDisposedException>(Client(host).CallAsync("late", cancel: limit.Token));

        failure.ObjectName.ShouldBe("MessagingTransport");
        failure.Message.ShouldContain("was stopped, with its host or by the application");
        failure.Message.ShouldNotContain("MessageBus");
    }

    [Fact]
    public void A_container_without_a_host_is_told_what_it_lacks()
    {
        var services = new ServiceCollection();
        services.AddAmqp1Messaging();
        using var provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => provider.GetServices<IHostedService>().ToArray()).Message.ShouldContain("which is not registered");
    }

    private static RpcClient Client(IHost host) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("nobody"));
}
