using System.Net;
using System.Text;

namespace Amqp1.Broker.Security;

/// <summary>The access rules of a router. Thread-safe.</summary>
internal sealed class AccessPolicy(IEnumerable<EmbeddedAccessRule> rules, string replyPrefix)
{
    /// <summary>The name of a peer without a user in access rules.</summary>
    public const string Anonymous = "anonymous";

    private readonly EmbeddedAccessRule[] _rules = [.. rules];
    private readonly byte[] _replyPrefix = Encoding.UTF8.GetBytes(replyPrefix);

    public bool HasRules => _rules.Length > 0;

    /// <summary>
    /// Returns whether a peer may change the state of the broker over its management node. Without rules only peers of this machine may,
    /// because a remote peer may be anybody.
    /// </summary>
    /// <param name="rights">The rights of the peer; null if there are no rules.</param>
    /// <param name="address">The address of the peer; null if it is unknown.</param>
    public static bool MayManage(AccessRights? rights, IPAddress? address) => rights?.MayManage ?? (address is not null && IPAddress.IsLoopback(address));

    /// <summary>Returns the rights of the user; null if there are no rules and everything is allowed.</summary>
    public AccessRights? RightsOf(string identity)
    {
        if (!HasRules)
        {
            return null;
        }

        var user = identity.Length == 0 ? Anonymous : identity;
        var own = _rules.Where(rule => rule.Users.Count == 0 || rule.Users.Contains(user, StringComparer.Ordinal)).ToArray();
        return new AccessRights(
            user, own.Any(rule => rule.Manage), _replyPrefix, Patterns(own.SelectMany(rule => rule.SendTo)), Patterns(own.SelectMany(rule => rule.ConsumeFrom)));

        AddressPattern[] Patterns(IEnumerable<string> patterns) => [.. patterns.Select(pattern => new AddressPattern(pattern, user))];
    }
}
