using Amqp1.Embedded;
using Amqp1.Notifications;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Outbox.Tests;

/// <summary>Tests of an outbox in a host, with a router.</summary>
public sealed class OutboxTransactionTests : OutboxTest
{
    [Fact]
    public async Task What_is_committed_is_sent_and_what_is_rolled_back_is_not()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        await using var heard = await Listener.StartAsync(router.TransportUrl, Limit);
        using var host = await StartAsync(router.TransportUrl);
        var outbox = host.Services.GetRequiredService<INotificationOutbox>();
        using var connection = Open();

        using (var transaction = connection.BeginTransaction())
        {
            outbox.Add(transaction, NotificationPriority.Info, "rolled.back", new Dictionary<string, int> { ["number"] = 1 });
            transaction.Rollback();
        }

        string committed;
        using (var transaction = connection.BeginTransaction())
        {
            committed = outbox.Add(transaction, NotificationPriority.Info, "committed", new Dictionary<string, int> { ["number"] = 2 }, MessagingContext.FromEntries([new("user", "ada")]));
            transaction.Commit();
        }

        var own = outbox.Add(NotificationPriority.Info, "own", new Dictionary<string, int> { ["number"] = 3 });

        (await heard.NextAsync(Limit)).ShouldBe(("committed", 2, committed, "ada"));
        (await heard.NextAsync(Limit)).ShouldBe(("own", 3, own, null));
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task Notifications_outlive_a_dead_bus_and_a_restart()
    {
        var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        var (url, port) = (router.TransportUrl, new Uri(router.TransportUrl).Port);
        await router.DisposeAsync();
        using (var host = await StartAsync(url))
        {
            host.Services.GetRequiredService<INotificationOutbox>().Add(NotificationPriority.Info, "early", new Dictionary<string, int> { ["number"] = 1 });
            await host.StopAsync(Limit);
        }

        await using var again = await EmbeddedRouter.StartAsync(new EmbeddedRouterOptions { Port = port }, Limit);
        await using var heard = await Listener.StartAsync(url, Limit);
        using var second = await StartAsync(url);

        (await heard.NextAsync(Limit)).Name.ShouldBe("early");
        await second.StopAsync(Limit);
    }

    [Fact]
    public async Task A_full_disk_fails_the_transaction_and_costs_nothing_that_was_committed()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Limit);
        using var host = await StartAsync(router.TransportUrl);
        var outbox = host.Services.GetRequiredService<INotificationOutbox>();
        outbox.Add(NotificationPriority.Info, "before", new Dictionary<string, int> { ["number"] = 1 });
        using var connection = Open();
        Scalar(connection, $"PRAGMA max_page_count = {Scalar(connection, "PRAGMA page_count")}");

        using (var transaction = connection.BeginTransaction())
        {
            Should.Throw<SqliteException>(() => outbox.Add(transaction, NotificationPriority.Info, "large", new string('x', 1_000_000))).SqliteErrorCode.ShouldBe(13);
        }

        await using var heard = await Listener.StartAsync(router.TransportUrl, Limit);
        (await heard.NextAsync(Limit)).Name.ShouldBe("before");
        outbox.Add(NotificationPriority.Info, "after", new Dictionary<string, int> { ["number"] = 2 });
        (await heard.NextAsync(Limit)).Name.ShouldBe("after");
        await host.StopAsync(Limit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Data Source=:memory:")]
    [InlineData("nonsense")]
    public async Task A_host_whose_outbox_has_no_file_does_not_start(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "outbox-tests" });
        builder.Configuration["Amqp1:TransportUrl"] = "amqp://127.0.0.1:1";
        builder.AddAmqp1Messaging().AddNotificationOutbox(options => options.ConnectionString = connectionString);
        using var host = builder.Build();

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Limit))).Message.ShouldContain("OutboxOptions.ConnectionString must name a file");
    }

    private async Task<IHost> StartAsync(string url)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "outbox-tests" });
        builder.Configuration["Amqp1:TransportUrl"] = url;
        builder.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = "false";
        builder.Configuration["Amqp1:Notifications:NoListenerGrace"] = "00:00:00.100";
        builder.AddAmqp1Messaging().AddNotificationOutbox(options =>
        {
            options.ConnectionString = ConnectionString;
            options.PollInterval = TimeSpan.FromMilliseconds(20);
            options.MaxRetryDelay = TimeSpan.FromMilliseconds(100);
        });
        var host = builder.Build();
        await host.StartAsync(Limit);
        return host;
    }
}
