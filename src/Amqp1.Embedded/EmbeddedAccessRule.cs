namespace Amqp1.Embedded;

/// <summary>
/// States which addresses users may send to and consume from. A user has the rights of all the rules that name it; without any rule
/// everybody may use every address.
/// </summary>
/// <remarks>
/// A pattern is an address, or the beginning of addresses followed by <c>*</c>; <c>{user}</c> stands for the name of the user. Write a
/// separator behind it, as in <c>jobs/{user}/*</c>, so that the pattern of one user does not cover another whose name begins alike.
/// Reply addresses need no rule: every peer may have the router make one, only its connection consumes from it, and everybody may send
/// to it.
/// </remarks>
public sealed class EmbeddedAccessRule
{
    /// <summary>
    /// The users the rule is for. A peer without a user is <c>anonymous</c>; the user of a client certificate is its subject. Empty, the
    /// default: all peers.
    /// </summary>
    public IList<string> Users { get; } = [];

    /// <summary>Patterns of the addresses these users may send to. Default: none.</summary>
    public IList<string> SendTo { get; } = [];

    /// <summary>Patterns of the addresses these users may consume from. Default: none.</summary>
    public IList<string> ConsumeFrom { get; } = [];

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
