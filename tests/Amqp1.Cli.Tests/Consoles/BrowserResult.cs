namespace Amqp1.Cli.Tests.Consoles;

/// <summary>A page as a browser has it.</summary>
/// <param name="Document">The markup of the document, as it is after its scripts have run.</param>
/// <param name="Messages">What the browser reports about the page: errors of scripts, violations of its policy.</param>
internal sealed record BrowserResult(string Document, IReadOnlyList<string> Messages);
