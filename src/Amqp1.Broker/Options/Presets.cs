namespace Amqp1.Embedded;

/// <summary>The distributions and product names of the presets.</summary>
internal static class Presets
{
    /// <summary>Returns the distribution of the driver's routable and legacy addresses, by prefix.</summary>
    public static IEnumerable<KeyValuePair<string, Distribution>> Of(EmbeddedPreset preset)
    {
        var rpc = preset == EmbeddedPreset.Broker;
        var notify = preset != EmbeddedPreset.Router;
        return
        [
            new("openstack.org/om/rpc/multicast", rpc ? Distribution.Topic : Distribution.Multicast),
            new("openstack.org/om/rpc/unicast", rpc ? Distribution.Queue : Distribution.Closest),
            new("openstack.org/om/rpc/anycast", rpc ? Distribution.Queue : Distribution.Balanced),
            new("openstack.org/om/notify/multicast", notify ? Distribution.Topic : Distribution.Multicast),
            new("openstack.org/om/notify/unicast", notify ? Distribution.Queue : Distribution.Closest),
            new("openstack.org/om/notify/anycast", notify ? Distribution.Queue : Distribution.Balanced),
            new("unicast", rpc ? Distribution.Queue : Distribution.Closest),
            new("exclusive", rpc ? Distribution.Queue : Distribution.Closest),
            new("broadcast", rpc ? Distribution.Topic : Distribution.Multicast),
        ];
    }

    /// <summary>
    /// Returns the product for the Open frame. In the dynamic mode, the drivers use legacy addresses only with the product
    /// <c>qpid-cpp</c>. Every preset serves routable addresses, so it states what it is.
    /// </summary>
    public static string ProductOf(EmbeddedPreset preset) => preset == EmbeddedPreset.Broker ? "amqp1-embedded-broker" : "amqp1-embedded-router";
}
