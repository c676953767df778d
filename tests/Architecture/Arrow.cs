namespace Amqp1.Architecture.Tests;

/// <summary>A use of a symbol that another room declares.</summary>
/// <param name="From">The room that uses the symbol.</param>
/// <param name="To">The room that declares it.</param>
/// <param name="File">The file that uses the symbol, relative to <c>src</c>.</param>
/// <param name="Line">The line of the use.</param>
/// <param name="Symbol">The used symbol.</param>
internal sealed record Arrow(Room From, Room To, string File, int Line, string Symbol)
{
    public override string ToString() => $"{From} knows {To}: {File}:{Line} uses {Symbol}";
}
