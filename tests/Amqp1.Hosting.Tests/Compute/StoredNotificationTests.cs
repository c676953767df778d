using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Amqp1.Notifications;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Compute;

/// <summary>Tests that the broker inside ComputeService stores notifications until its listener has started.</summary>
[Collection(nameof(OneListener))]
public sealed class StoredNotificationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_audit_notification_emitted_before_the_listener_starts_is_there_when_it_does()
    {
        var early = new EarlyNotifications(ActivityTraceId.CreateRandom());
        await using var application = new ComputeApplication();
        await using var listening = application.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
        {
            services.AddSingleton(early);
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, EarlyNotifier>());
        }));
        HttpClient? http = null;
        await ComputeApplication.WaitForNotificationsAsync(early.Trace, 1, () =>
        {
            http = listening.CreateClient();
            return Task.CompletedTask;
        });

        early.WasAccepted.ShouldBeTrue();
        var entries = await http!.GetFromJsonAsync<JsonElement>("/audit", Cancel);
        entries.EnumerateArray().Select(entry => entry.GetProperty("event_type").GetString()).ShouldBe(["early.event"]);
    }

    private sealed class EarlyNotifications(ActivityTraceId trace)
    {
        public ActivityTraceId Trace { get; } = trace;

        /// <summary>Whether the broker had accepted the notification before the listener started.</summary>
        public bool WasAccepted { get; set; }
    }

    /// <summary>Emits a notification, which the broker accepts, before the host starts its other services.</summary>
    private sealed class EarlyNotifier(ITransportUrlSource source, EarlyNotifications early) : IHostedLifecycleService
    {
        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            using var activity = new Activity("early").SetParentId(early.Trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded).Start();
            await using var transport = MessagingTransport.Create(source.GetUrl());
            transport.Start();
            await transport.CreateNotifier("early").NotifyAsync(NotificationPriority.Audit, "early.event", new { state = "new" }, cancel: cancellationToken);
            early.WasAccepted = true;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
