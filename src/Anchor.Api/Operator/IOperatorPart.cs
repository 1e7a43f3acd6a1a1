namespace Anchor.Api.Operator;

/// <summary>Another part of the program that operators look at: its pages stand behind the same sign-in, its figures in <c>/metrics</c>.</summary>
public interface IOperatorPart
{
    /// <summary>What it is called: <c>facilitator</c>.</summary>
    string Name { get; }

    /// <summary>Where its pages are: <c>/facilitator</c>.</summary>
    string Path { get; }

    /// <summary>Answers with the page; whoever asks may see it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="item">What stands below the path; null for the path itself.</param>
    Task WriteAsync(HttpContext context, string? item);

    /// <summary>Its figures in Prometheus' text form.</summary>
    Task<string> FiguresAsync(CancellationToken cancellationToken);
}
