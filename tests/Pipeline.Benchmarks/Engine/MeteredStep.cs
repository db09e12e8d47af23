using System.Diagnostics;
using Pipeline.Processor.Steps;

namespace Pipeline.Benchmarks.Engine;

/// <summary>A step that reports what it does.</summary>
internal sealed class MeteredStep(IStep inner, Work work, string entities, bool routes, TimeSheet? sheet) : IStep
{
    public string Name => inner.Name;

    public IStateCodecs Codecs => inner.Codecs;

    public void Process(InputRecord record, StepContext context)
    {
        var began = Stopwatch.GetTimestamp();
        inner.Process(record, context);
        sheet?.Add("step", began);
        var emitted = context.Outputs.Count(x => x.Topic == entities);
        if (routes)
        {
            work.Route(emitted);
        }
        else
        {
            work.Detect(emitted);
        }
    }

    public void OnTimer(string key, StateEntry entry, StepContext context)
    {
        var before = context.Outputs.Count;
        inner.OnTimer(key, entry, context);
        for (var i = before; i < context.Outputs.Count; i++)
        {
            if (context.Outputs[i].Topic == entities)
            {
                work.Emit();
            }
        }
    }
}
