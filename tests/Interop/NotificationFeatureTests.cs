using System.Text.Json;
using Amqp1.Configuration;
using Amqp1.Hosting;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Notifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of features that are built on notifications.</summary>
public abstract class NotificationFeatureTests(InteropFixture fixture) : InteropTest(fixture)
{
    [Fact]
    public async Task From_python_samples_at_the_addresses_of_ceilometer_arrive()
    {
        Assert.SkipUnless(Fixture.Intermediary.UsesAmqp1Format, "Ceilometer uses these addresses with its driver for AMQP 1.0.");
        Assert.SkipUnless(Fixture.Intermediary.ServesRoutableAddresses, "Ceilometer's addresses are routable ones.");
        var topic = Fixture.NewTopic("metering");
        var transport = await Fixture.ConnectAsync(Cancel, options =>
        {
            options.ControlExchange = "ceilometer";
            options.Addressing.Mode = AddressingMode.Routable;
            options.Addressing.NotifyAddressPrefix = "";
        });
        await using var audit = await AuditListener.StartAsync(transport, topic, Cancel, priorities: NotificationPriority.Sample);
        await using var ceilometer = await Fixture.PythonAsync(
            "notifier.py", Cancel, "--topic", topic, "--addressing-mode", "routable", "--option", "notify_address_prefix=", "--option", "DEFAULT.control_exchange=ceilometer");

        var sent = await ceilometer.AskAsync(
            new { command = "notify", priority = "sample", event_type = "telemetry.polling", payload = new { samples = new[] { new { counter_name = "cpu" } } } }, Cancel);

        sent.GetProperty("sent").GetInt32().ShouldBe(1, sent.ToString());
        (await audit.NextAsync(Cancel)).Payload.GetProperty("samples")[0].GetProperty("counter_name").GetString().ShouldBe("cpu");
    }

    [Fact]
    public async Task To_python_routing_sends_what_its_rules_accept_in_the_format_they_name()
    {
        var topic = Fixture.NewTopic("routed");
        await using var listener = await Fixture.PythonAsync("notify_listener.py", Cancel, "--topic", topic, "--priority", "info", "--priority", "error");
        await using var transport = await Fixture.ConnectAsync(Cancel, options => options.Notifications.Drivers = ["routing"]);
        transport.NotificationRouting = new NotificationRouting(
        [
            new NotificationRoute("messaging", ["compute.*"], ["err*"]),
            new NotificationRoute("messagingv2", ["network.*"]),
            new NotificationRoute("noop"),
        ]);
        var notifier = transport.CreateNotifier("p", topic);

        await notifier.InfoAsync("compute.create", new { }, cancel: Cancel);
        await notifier.ErrorAsync("compute.create", new { }, cancel: Cancel);
        await notifier.InfoAsync("volume.create", new { }, cancel: Cancel);
        await notifier.InfoAsync("network.create", new { }, cancel: Cancel);

        await listener.NextAsync(occurred => Text(occurred, "event") == "notification" && Text(occurred, "event_type") == "network.create", Cancel);
        await listener.NextAsync(occurred => Text(occurred, "event") == "notification" && Text(occurred, "event_type") == "compute.create", Cancel);
        listener.Events.Where(occurred => Text(occurred, "event") == "notification").Select(occurred => (Text(occurred, "event_type"), Text(occurred, "priority")))
            .Order().ShouldBe([("compute.create", "error"), ("network.create", "info")]);
    }

    [Fact]
    [Trait("Functional", "21")]
    public async Task To_python_log_records_arrive_as_those_of_its_own_handlers()
    {
        var topic = Fixture.NewTopic("records");
        await using var listener = await Fixture.PythonAsync("notify_listener.py", Cancel, "--topic", topic, "--priority", "warn", "--priority", "error");
        await using var app = await StartAsync(topic);

        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("nova.compute").LogError(new InvalidOperationException("no disk"), "Instance {Id} failed", "vm-é");

        var record = await listener.NextAsync(occurred => Text(occurred, "event") == "notification" && Text(occurred, "event_type") == "logrecord", Cancel);
        Text(record, "priority").ShouldBe("error");
        var payload = record.GetProperty("payload");
        payload.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal).ShouldBe(
            ["exc_info", "extra", "funcName", "levelname", "levelno", "lineno", "msg", "name", "pathname", "process", "processName", "thread"]);
        Text(payload, "name").ShouldBe("nova.compute");
        Text(payload, "levelname").ShouldBe("ERROR");
        Text(payload, "msg").ShouldBe("Instance vm-é failed");
        Text(payload, "exc_info").ShouldContain("no disk");
        var error = await listener.NextAsync(occurred => Text(occurred, "event") == "notification" && Text(occurred, "event_type") == "error_notification", Cancel);
        Text(error, "publisher_id").ShouldBe("error.publisher");
        Text(error.GetProperty("payload"), "error").ShouldBe("Instance vm-é failed");
        await app.StopAsync(Cancel);
    }

    [Fact]
    public async Task To_python_web_requests_arrive_as_those_of_its_own_middleware()
    {
        var topic = Fixture.NewTopic("web");
        await using var listener = await Fixture.PythonAsync("notify_listener.py", Cancel, "--topic", topic);
        await using var app = await StartAsync(topic);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        (await client.GetStringAsync(new Uri("/servers/7?all=1", UriKind.Relative), Cancel)).ShouldBe("found");

        var came = await listener.NextAsync(occurred => Text(occurred, "event") == "notification" && Text(occurred, "event_type") == "http.request", Cancel);
        var environment = came.GetProperty("payload").GetProperty("request");
        Text(environment, "REQUEST_METHOD").ShouldBe("GET");
        Text(environment, "PATH_INFO").ShouldBe("/servers/7");
        Text(environment, "QUERY_STRING").ShouldBe("all=1");
        var answered = await listener.NextAsync(occurred => Text(occurred, "event") == "notification" && Text(occurred, "event_type") == "http.response", Cancel);
        Text(answered.GetProperty("payload").GetProperty("response"), "status").ShouldBe("200 OK");
        answered.GetProperty("payload").GetProperty("request").ToString().ShouldBe(environment.ToString());
        await app.StopAsync(Cancel);
    }

    /// <summary>Starts a web application that publishes its log and its requests to that topic.</summary>
    private async Task<WebApplication> StartAsync(string topic)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Amqp1:TransportUrl"] = await Fixture.UrlAsync(Cancel);
        builder.Configuration["Amqp1:Notifications:Topics:0"] = topic;
        builder.Configuration["Amqp1:Hosting:WaitForConnection"] = "true";
        builder.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = "false";
        builder.Services.AddAmqp1Messaging().AddAmqp1LogNotifications().AddAmqp1ErrorNotifications();
        var app = builder.Build();
        app.UseAmqp1RequestNotifications();
        app.Run(context => context.Response.WriteAsync("found"));
        await app.StartAsync(Cancel);
        return app;
    }

    [Fact]
    public async Task From_python_a_filter_lets_only_what_matches_through()
    {
        var topic = Fixture.NewTopic("filtered");
        await using var listener = await AuditListener.StartAsync(
            await Fixture.ServersAsync(Cancel), topic, Cancel, new NotificationFilter(eventType: "compute\\..*"));
        await using var notifier = await Fixture.PythonAsync("notifier.py", Cancel, "--topic", topic);

        foreach (var eventType in new[] { "network.port.update", "compute.instance.create" })
        {
            var sent = await notifier.AskAsync(new { command = "notify", event_type = eventType, payload = new { } }, Cancel);
            sent.GetProperty("sent").GetInt32().ShouldBe(1, sent.ToString());
        }

        (await listener.NextAsync(Cancel)).EventType.ShouldBe("compute.instance.create");
        listener.Notifications.All.Count.ShouldBe(1);
    }
}
