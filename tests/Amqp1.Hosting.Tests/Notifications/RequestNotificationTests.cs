using System.Text.Json;
using Amqp1.Notifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Notifications;

public sealed class RequestNotificationTests
{
    [Fact]
    public async Task A_request_is_published_when_it_comes_and_when_it_is_answered()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        await using var app = await StartAsync(limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/servers/7?all=1");
        request.Headers.Add("X-Auth-Token", "hush");
        request.Headers.Add("Authorization", "Bearer hush");
        request.Headers.Add("X-Project-Id", "p1");
        using var client = app.GetTestClient();
        using var answer = await client.SendAsync(request, limit.Token);

        var recorder = app.Services.GetRequiredService<NotificationRecorder>();
        var came = await recorder.WaitForAsync("http.request", limit.Token);
        var answered = await recorder.WaitForAsync("http.response", limit.Token);
        came.Priority.ShouldBe(NotificationPriority.Info);
        var environment = came.Payload.GetProperty("request");
        Text(environment, "REQUEST_METHOD").ShouldBe("GET");
        Text(environment, "PATH_INFO").ShouldBe("/servers/7");
        Text(environment, "QUERY_STRING").ShouldBe("all=1");
        Text(environment, "HTTP_X_PROJECT_ID").ShouldBe("p1");
        Text(environment, "HTTP_X_SERVICE_NAME").ShouldBe("localhost");
        came.Payload.ToString().ShouldNotContain("hush");
        answered.Payload.GetProperty("request").ToString().ShouldBe(environment.ToString());
        var response = answered.Payload.GetProperty("response");
        Text(response, "status").ShouldBe("202 Accepted");
        Text(response.GetProperty("headers"), "X-Answer").ShouldBe("42");
        response.ToString().ShouldNotContain("hush");
    }

    [Fact]
    public async Task A_request_that_fails_is_published_with_its_exception_and_still_fails()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        await using var app = await StartAsync(limit.Token);
        using var client = app.GetTestClient();

        await Should.ThrowAsync<InvalidOperationException>(() => client.GetAsync(new Uri("/fail", UriKind.Relative), limit.Token));

        var answered = await app.Services.GetRequiredService<NotificationRecorder>().WaitForAsync("http.response", limit.Token);
        Text(answered.Payload.GetProperty("exception"), "value").ShouldContain("no disk");
        answered.Payload.TryGetProperty("response", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Ignored_methods_are_not_published()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        await using var app = await StartAsync(limit.Token, options => options.IgnoredMethods.Add("get"));
        using var client = app.GetTestClient();
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), limit.Token);
        await app.StopAsync(limit.Token);

        app.Services.GetRequiredService<NotificationRecorder>().All.ShouldBeEmpty();
    }

    [Fact]
    public void The_middleware_needs_messaging()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        var app = builder.Build();

        Should.Throw<InvalidOperationException>(() => app.UseAmqp1RequestNotifications()).Message.ShouldContain("AddAmqp1Messaging()");
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<WebApplication> StartAsync(CancellationToken cancel, Action<RequestNotificationOptions>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "hosting-tests" });
        builder.WebHost.UseTestServer();
        builder.Configuration["Amqp1:Notifications:Drivers:0"] = "test";
        builder.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = "false";
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter();
        var app = builder.Build();
        app.UseAmqp1RequestNotifications(configure);
        app.Run(context =>
        {
            if (context.Request.Path == "/fail")
            {
                throw new InvalidOperationException("no disk");
            }

            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.Headers["X-Answer"] = "42";
            context.Response.Headers["X-Subject-Token"] = "hush";
            return Task.CompletedTask;
        });
        await app.StartAsync(cancel);
        return app;
    }
}
