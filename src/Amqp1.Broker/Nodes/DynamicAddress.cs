namespace Amqp1.Broker.Nodes;

/// <summary>The form of the addresses that a broker creates for dynamic sources, which are those of replies.</summary>
internal static class DynamicAddress
{
    private const string Root = "amqp:/_topo/";

    /// <summary>Returns the beginning of the dynamic addresses of the broker with this container ID.</summary>
    public static string PrefixOf(string containerId) => $"{Root}0/{containerId}/";

    /// <summary>Returns whether the address has the form of a dynamic address, also of another broker or of an earlier start of this one.</summary>
    public static bool IsOne(string address) => address.StartsWith(Root, StringComparison.Ordinal);
}
