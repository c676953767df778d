using System.Text;

namespace Amqp1.Broker.Security;

/// <summary>
/// The mechanism PLAIN (RFC 4616): authzid NUL authcid NUL password. A client may request only its own identity. Without a list of users,
/// any user is accepted.
/// </summary>
internal sealed class PlainServer(UserStore? users) : IServerMechanism
{
    public SaslStep Take(ReadOnlySpan<byte> response)
    {
        var user = response.IndexOf((byte)0) + 1;
        var password = user == 0 ? 0 : response[user..].IndexOf((byte)0) + user + 1;
        if (user == 0 || password == user)
        {
            return SaslStep.Refused;
        }

        var name = Encoding.UTF8.GetString(response[user..(password - 1)]);
        if (name.Length == 0 || (user > 1 && !response[..(user - 1)].SequenceEqual(response[user..(password - 1)])))
        {
            return SaslStep.Refused;
        }

        return users is null || users.HasPassword(name, response[password..]) ? SaslStep.Accepted(name) : SaslStep.Refused;
    }
}
