namespace Amqp1.Interop.Tests.Harness;

/// <summary>The routers and brokers of the environment, as transport URLs.</summary>
internal static class Intermediaries
{
    /// <summary>
    /// The variable for a message router: no queues, settlement end to end, multicast for <c>openstack.org/om/rpc/multicast</c>.
    /// </summary>
    public const string RouterVariable = "AMQP1_TEST_ROUTER";

    /// <summary>The variable for a message broker with queues.</summary>
    public const string BrokerVariable = "AMQP1_TEST_BROKER";

    /// <summary>Returns the URL of the router. The test is skipped if the environment does not name a router.</summary>
    public static string RequireRouter() => Require(RouterVariable, "router");

    /// <summary>Returns the URL of the broker. The test is skipped if the environment does not name a broker.</summary>
    public static string RequireBroker() => Require(BrokerVariable, "broker");

    private static string Require(string variable, string kind)
    {
        var url = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrWhiteSpace(url))
        {
            Assert.Skip($"{variable} names no {kind}.");
        }

        return url;
    }
}
