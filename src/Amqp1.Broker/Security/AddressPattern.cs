using System.Text;

namespace Amqp1.Broker.Security;

/// <summary>A pattern of an access rule for one user: an address or a prefix of addresses.</summary>
internal sealed class AddressPattern
{
    private const string UserField = "{user}";
    private readonly byte[] _text;
    private readonly bool _isPrefix;

    public AddressPattern(string pattern, string user)
    {
        // The asterisk is detected first, because an asterisk in a user name has no special meaning.
        _isPrefix = pattern.EndsWith('*');
        var text = _isPrefix ? pattern[..^1] : pattern;
        _text = Encoding.UTF8.GetBytes(text.Replace(UserField, user, StringComparison.Ordinal));
    }

    public bool Matches(ReadOnlySpan<byte> address) => _isPrefix ? address.StartsWith(_text) : address.SequenceEqual(_text);
}
