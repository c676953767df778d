namespace Amqp1.Embedded.Tests;

/// <summary>Starts routers on free ports.</summary>
internal static class TestRouter
{
    public static Task<EmbeddedRouter> StartAsync(EmbeddedRouterOptions? options = null) =>
        EmbeddedRouter.StartAsync(options, TestContext.Current.CancellationToken);
}
