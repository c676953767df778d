namespace Amqp1.Embedded;

/// <summary>
/// Defines the addresses that users may send to and consume from. A user has the rights of all rules that apply to it. Without any rule,
/// every user may use every address.
/// </summary>
/// <remarks>
/// A pattern is an address, or a prefix of addresses followed by <c>*</c>; <c>{user}</c> stands for the name of the user. Write a separator
/// after it, as in <c>jobs/{user}/*</c>, so that the pattern of one user does not match another user whose name begins with the same
/// characters. Reply addresses need no rule: every peer may create one, only its own connection may consume from it, and every peer may
/// send to it.
/// </remarks>
public sealed class EmbeddedAccessRule
{
    /// <summary>
    /// The users that the rule applies to. A peer without a user is <c>anonymous</c>; the user of a client certificate is its subject.
    /// Default: empty, all peers.
    /// </summary>
    public IList<string> Users { get; } = [];

    /// <summary>The patterns of the addresses that these users may send to. Default: none.</summary>
    public IList<string> SendTo { get; } = [];

    /// <summary>The patterns of the addresses that these users may consume from. Default: none.</summary>
    public IList<string> ConsumeFrom { get; } = [];

    /// <summary>
    /// Whether these users may change the state of the router over <c>$management</c>, for example disconnect a peer. They must also be
    /// permitted to send to <c>$management</c>, which is enough to read. Without any rule, every peer may read, and only peers on loopback
    /// addresses may change anything. Default: false.
    /// </summary>
    public bool Manage { get; set; }

    internal void Validate()
    {
        foreach (var pattern in SendTo.Concat(ConsumeFrom))
        {
            if (string.IsNullOrEmpty(pattern))
            {
                throw new ArgumentException("A pattern of an access rule is empty.");
            }

            if (pattern.IndexOf('*', StringComparison.Ordinal) is var star && star >= 0 && star < pattern.Length - 1)
            {
                throw new ArgumentException($"The pattern {pattern} of an access rule has a * before its end.");
            }
        }
    }
}
