package io.tripline.benchmarks.siddhi;

import io.siddhi.annotation.Extension;
import io.siddhi.core.config.SiddhiQueryContext;
import io.siddhi.core.executor.ExpressionExecutor;
import io.siddhi.core.executor.function.FunctionExecutor;
import io.siddhi.core.util.config.ConfigReader;
import io.siddhi.core.util.snapshot.state.State;
import io.siddhi.core.util.snapshot.state.StateFactory;
import io.siddhi.query.api.definition.Attribute;
import io.tripline.benchmarks.workload.Travel;
import org.jspecify.annotations.NullUnmarked;

/** {@link Travel#impossible} as Siddhi wants it. Made by Siddhi. */
@Extension(name = "impossible", namespace = "travel", description = "see Travel")
@NullUnmarked
public final class ImpossibleTravel extends FunctionExecutor<State> {
  @Override
  protected StateFactory<State> init(
      ExpressionExecutor[] arguments, ConfigReader config, SiddhiQueryContext context) {
    return null;
  }

  @Override
  protected Object execute(Object[] a, State state) {
    return Travel.impossible(
        (Double) a[0], (Double) a[1], (Double) a[2], (Double) a[3], (Long) a[4]);
  }

  @Override
  protected Object execute(Object argument, State state) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Attribute.Type getReturnType() {
    return Attribute.Type.BOOL;
  }
}
