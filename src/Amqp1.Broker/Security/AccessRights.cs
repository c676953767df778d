using System.Text;

namespace Amqp1.Broker.Security;

/// <summary>The addresses that one user may send to and consume from. Immutable.</summary>
internal sealed class AccessRights(string user, bool mayManage, byte[] replyPrefix, AddressPattern[] sendTo, AddressPattern[] consumeFrom)
{
    /// <summary>The user, for the log.</summary>
    public string User { get; } = user;

    /// <summary>Whether the user may change the state of the broker over its management node.</summary>
    public bool MayManage { get; } = mayManage;

    public bool MaySendTo(string address) => MaySendTo(Encoding.UTF8.GetBytes(address));

    /// <summary>Returns whether the user may send to the address with this name in UTF-8. Every user may send replies.</summary>
    public bool MaySendTo(ReadOnlySpan<byte> address) => address.StartsWith(replyPrefix) || Matches(sendTo, address);

    public bool MayConsumeFrom(string address) => Matches(consumeFrom, Encoding.UTF8.GetBytes(address));

    private static bool Matches(AddressPattern[] patterns, ReadOnlySpan<byte> address)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(address))
            {
                return true;
            }
        }

        return false;
    }
}
